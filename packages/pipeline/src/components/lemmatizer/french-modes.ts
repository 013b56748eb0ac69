import { applyRules, baseModes, lookupMode } from "./base-modes";
import type { LemmaModes } from "./lemma-mode";

const withRules = new Set("noun verb adj adp adv aux cconj det pron punct sconj".split(" "));

/** French rules: more parts of speech, known words as they are, and the table of all words at last. Follows `spacy.lang.fr.lemmatizer`. */
export const frenchModes: LemmaModes = {
  ...baseModes,
  rule: {
    required: ["lemma_lookup", "lemma_rules", "lemma_exc", "lemma_index"],
    lemmatize(token, tables) {
      const { text, pos } = token;
      const lower = text.toLowerCase();
      if (pos === "" || pos === "eol" || pos === "space") return [lower];
      if (!withRules.has(pos) || !tables.has("lemma_rules")) return lookupMode.lemmatize(token, tables);
      if (tables.words(pos).has(lower)) return [lower];
      const irregular = tables.exceptions(pos, lower);
      if (irregular.length > 0) return irregular;
      const { inOrder, unknown } = applyRules(lower, pos, tables);
      if (inOrder.length > 0) return inOrder;
      if (unknown.length > 0) return unknown;
      return [firstOf(tables.find("lemma_lookup", lower)) ?? lower];
    },
  },
};

/** spaCy takes the first item of the entry, which is the first letter where the entry is a text. */
function firstOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return [...entry][0];
  return Array.isArray(entry) ? (entry[0] as string | undefined) : undefined;
}
