import { promiseArg, type FactoryRegistration } from "@x/core";
import { z } from "zod";
import type { HasVocab } from "../../contracts/has-vocab";
import type { ScorerFunction } from "../trainable-pipe";
import { baseModes } from "./base-modes";
import { englishModes } from "./english-modes";
import { frenchModes } from "./french-modes";
import type { LemmaModes } from "./lemma-mode";
import { Lemmatizer } from "./lemmatizer";
import { dutchLookup } from "./dutch-lookup";
import { spanishModes } from "./spanish-modes";
import { italianModes, polishModes } from "./pos-lookup-modes";

const schema = z.strictObject({
  nlp: z.custom<HasVocab>(),
  name: z.string(),
  model: z.null(),
  mode: z.string(),
  overwrite: z.boolean(),
  scorer: promiseArg<ScorerFunction>("scorers").nullable(),
});

/** A lemmatizer with the ways of a language; `mode` is the default one. */
function factory(modes: LemmaModes, mode: string): FactoryRegistration {
  return {
    schema,
    create: ({ nlp, name, mode, overwrite, scorer }: z.output<typeof schema>) =>
      new Lemmatizer(nlp.vocab, { name, modes, mode, overwrite, scorer }),
    defaultConfig: () => ({
      model: null,
      mode,
      overwrite: false,
      scorer: { "@scorers": "spacy.lemmatizer_scorer.v1" },
    }),
    assigns: ["token.lemma"],
    defaultScoreWeights: { lemma_acc: 1 },
    summary: "Base forms of words by tables and rules.",
  };
}

/** The lemmatizers: of every language, and of those that have their own. */
export const lemmatizerFactories: Readonly<Record<string, FactoryRegistration>> = {
  lemmatizer: factory(baseModes, "lookup"),
  "en.lemmatizer": factory(englishModes, "rule"),
  "fr.lemmatizer": factory(frenchModes, "rule"),
  // Catalan has the ways of French, with tables of its own.
  "ca.lemmatizer": factory(frenchModes, "rule"),
  "es.lemmatizer": factory(spanishModes, "rule"),
  // The rules of Dutch are missing: mode = "rule" is refused rather than guessed.
  "nl.lemmatizer": factory({ lookup: dutchLookup }, "lookup"),
  "it.lemmatizer": factory(italianModes, "pos_lookup"),
  "pl.lemmatizer": factory(polishModes, "pos_lookup"),
  ...Object.fromEntries(
    ["bn", "el", "fa", "mk", "nb", "sv"].map((lang) => [`${lang}.lemmatizer`, factory(baseModes, "rule")]),
  ),
};
