import type { LemmaMode } from "./lemma-mode";

/** The table of Dutch has words in lower case only, and so are its lemmas. Follows `spacy.lang.nl.lemmatizer`. */
export const dutchLookup: LemmaMode = {
  required: ["lemma_lookup"],
  lemmatize({ text }, tables) {
    const lower = text.toLowerCase();
    return [tables.lemma("lemma_lookup", lower) ?? lower];
  },
};
