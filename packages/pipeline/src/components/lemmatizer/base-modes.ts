import type { LemmaMode, LemmaModes, LemmaToken } from "./lemma-mode";
import type { LemmaTables } from "./lemma-tables";

/** What Python's `str.isalpha` accepts. */
const letters = /^\p{L}+$/u;

/** One table for all words; a word that it does not have is its own lemma. */
export const lookupMode: LemmaMode = {
  required: ["lemma_lookup"],
  lemmatize: ({ text }, tables) => [tables.lemma("lemma_lookup", text) ?? text],
};

/** Forms that the endings of a part of speech give: those that are known words, those that may be. */
export function applyRules(
  text: string,
  pos: string,
  tables: LemmaTables,
): { readonly known: string[]; readonly inOrder: string[]; readonly unknown: string[] } {
  const words = tables.words(pos);
  const known: string[] = [];
  const inOrder: string[] = [];
  const unknown: string[] = [];
  for (const [ending, replacement] of tables.rules(pos)) {
    if (!text.endsWith(ending)) continue;
    const form = text.slice(0, text.length - ending.length) + replacement;
    if (form === "") continue;
    const isKnown = words.has(form);
    if (!isKnown && letters.test(form)) {
      unknown.push(form);
      continue;
    }
    inOrder.push(form);
    // A known word goes before all that were found so far.
    if (isKnown) known.unshift(form);
    else known.push(form);
  }
  return { known: [...new Set(known)], inOrder, unknown };
}

/** Lemmas by exceptions, endings and known words of the part of speech. Follows `spacy.Lemmatizer.rule_lemmatize`. */
export function lemmatizeByRules(token: LemmaToken, tables: LemmaTables): readonly string[] {
  const { text, pos } = token;
  const lower = text.toLowerCase();
  if (pos === "" || pos === "eol" || pos === "space") return [lower];
  if (!tables.knows(pos)) return [pos === "propn" ? text : lower];
  const { known, unknown } = applyRules(lower, pos, tables);
  for (const form of tables.exceptions(pos, lower)) if (!known.includes(form)) known.unshift(form);
  if (known.length > 0) return known;
  return unknown.length > 0 ? unknown : [text];
}

/** The ways of every language. */
export const baseModes: LemmaModes = {
  lookup: lookupMode,
  rule: { required: ["lemma_rules"], lemmatize: lemmatizeByRules },
};
