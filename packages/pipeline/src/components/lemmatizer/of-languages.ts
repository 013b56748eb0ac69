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

/** The lemmatizers: of every language, and of those that have their own. */
export const lemmatizers: readonly Registered[] = [
  lemmatizer("lemmatizer", baseModes, "lookup"),
  lemmatizer("en.lemmatizer", englishModes, "rule"),
  lemmatizer("fr.lemmatizer", frenchModes, "rule"),
  // Catalan has the ways of French, with tables of its own.
  lemmatizer("ca.lemmatizer", frenchModes, "rule"),
  lemmatizer("es.lemmatizer", spanishModes, "rule"),
  // The rules of Dutch are missing: mode = "rule" is refused rather than guessed.
  lemmatizer("nl.lemmatizer", { lookup: dutchLookup }, "lookup"),
  lemmatizer("it.lemmatizer", italianModes, "pos_lookup"),
  lemmatizer("pl.lemmatizer", polishModes, "pos_lookup"),
  ...["bn", "el", "fa", "mk", "nb", "sv"].map((lang) => lemmatizer(`${lang}.lemmatizer`, baseModes, "rule")),
];
