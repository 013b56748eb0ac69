import { text, type Registered } from "@x/core/spi";
import { defineFactory } from "../engine/define-component";
import { baseModes } from "./base-modes";
import { dutchLookup } from "./dutch-lookup";
import { englishModes } from "./english-modes";
import { frenchModes } from "./french-modes";
import type { LemmaModes } from "./lemma-mode";
import { Lemmatizer, lemmatizerSettings } from "./lemmatizer";
import { italianModes, polishModes } from "./pos-lookup-modes";
import { spanishModes } from "./spanish-modes";

/** A lemmatizer with the ways of a language; `mode` is the one that its configs name by default. */
/* @__NO_SIDE_EFFECTS__ */
const lemmatizer = (name: string, modes: LemmaModes, mode: string) =>
  defineFactory(
    name,
    {
      summary: "Lemmas from tables and rules.",
      settings: { ...lemmatizerSettings, mode: text(mode) },
      assigns: ["token.lemma"],
      scores: { lemma_acc: 1 },
    },
    (nlp, options) => new Lemmatizer(nlp.vocab, { ...options, modes }),
  );

/** The ways of each lemmatizer, and the one that configs name by default. */
const ways: Readonly<Record<string, readonly [modes: LemmaModes, mode: string]>> = {
  lemmatizer: [baseModes, "lookup"],
  "en.lemmatizer": [englishModes, "rule"],
  "fr.lemmatizer": [frenchModes, "rule"],
  // Catalan has the ways of French, with tables of its own.
  "ca.lemmatizer": [frenchModes, "rule"],
  "es.lemmatizer": [spanishModes, "rule"],
  // The rules of Dutch are missing: mode = "rule" is refused rather than guessed.
  "nl.lemmatizer": [{ lookup: dutchLookup }, "lookup"],
  "it.lemmatizer": [italianModes, "pos_lookup"],
  "pl.lemmatizer": [polishModes, "pos_lookup"],
  "bn.lemmatizer": [baseModes, "rule"],
  "el.lemmatizer": [baseModes, "rule"],
  "fa.lemmatizer": [baseModes, "rule"],
  "mk.lemmatizer": [baseModes, "rule"],
  "nb.lemmatizer": [baseModes, "rule"],
  "sv.lemmatizer": [baseModes, "rule"],
};

/** The lemmatizers: of every language, and of those that have their own. */
export const lemmatizers: readonly Registered[] = /* @__PURE__ */ Object.entries(ways).map(
  ([name, [modes, mode]]) => lemmatizer(name, modes, mode),
);

/** Whether the lemmatizer of a language has a mode. */
export function hasLemmaMode(lang: string, mode: string): boolean {
  const [modes] = ways[`${lang}.lemmatizer`] ?? ways.lemmatizer;
  return Object.hasOwn(modes, mode);
}
