import { baseModes } from "./base-modes";
import type { LemmaModes } from "./lemma-mode";
import type { LemmaTables } from "./lemma-tables";

const tableOf = (pos: string): string => `lemma_lookup_${pos}`;
const tablesOf = (parts: string): readonly string[] => parts.split(" ").map(tableOf);

/** Nouns are looked up as they are written only where the lower-case form is not known. */
function nounLemma(text: string, table: string, tables: LemmaTables): string {
  const lower = text.toLowerCase();
  if (text === lower) return tables.lemma(table, text) ?? text;
  return tables.lemma(table, lower) ?? tables.lemma(table, text) ?? lower;
}

const italianArticles = {
  det: new Map([..."l' lo la i gli le".split(" ").map((word) => [word, "il"] as const)]),
  pron: new Map([..."l' li la gli le".split(" ").map((word) => [word, "lo"] as const)]),
};
const italianFull: ReadonlyMap<string, string> = new Map([
  ["alcun", "alcuno"],
  ["qualcun", "qualcuno"],
]);
const indefinite = new Set(["un'", "un", "una"]);

/** Italian: a table for each part of speech, then one of other words, then one of all. Follows `spacy.lang.it.lemmatizer`. */
export const italianModes: LemmaModes = {
  ...baseModes,
  pos_lookup: {
    required: [...tablesOf("num det adp adj noun pron verb aux adv other"), "lemma_lookup"],
    lemmatize({ text, pos }, tables) {
      if (pos === "noun") return [nounLemma(text, tableOf("noun"), tables)];
      const table = tableOf(pos === "propn" ? "noun" : pos === "part" ? "pron" : pos);
      const word = pos === "propn" ? text : text.toLowerCase();
      if (pos === "det" || pos === "pron") {
        const article = italianArticles[pos].get(word) ?? (indefinite.has(word) ? "uno" : undefined);
        if (article !== undefined) return [article];
      }
      if (pos === "adp" && word === "d'") return ["di"];
      const found = tables.lemma(table, word);
      if (pos === "det" || pos === "adp") return [found ?? word];
      if (pos === "pron" || pos === "adj") return [italianFull.get(found ?? word) ?? found ?? word];
      if (found !== undefined && found !== "") return [found];
      const other = tables.lemma(tableOf("other"), word);
      if (other !== undefined && other !== "") return [other];
      return [tables.lemma("lemma_lookup", word) ?? word.toLowerCase()];
    },
  },
};

/** Polish: a table for each part of speech; negations and superlatives are tried without their prefix. Follows `spacy.lang.pl.lemmatizer`. */
export const polishModes: LemmaModes = {
  ...baseModes,
  pos_lookup: {
    required: tablesOf("adj adp adv aux noun num part pron verb"),
    lemmatize({ text, pos }, tables) {
      if (pos === "noun") return [nounLemma(text, tableOf("noun"), tables)];
      const table = tableOf(pos === "propn" ? "noun" : pos);
      const word = pos === "propn" ? text : text.toLowerCase();
      const stems: string[] = [];
      if (word.startsWith("nie") && (pos === "adj" || pos === "verb")) {
        const rest = word.slice(3);
        if (pos === "adj" && rest.startsWith("naj")) stems.push(rest.slice(3));
        stems.push(rest);
      }
      if (pos === "adj" && word.startsWith("naj")) stems.push(word.slice(3));
      for (const stem of stems) {
        const found = tables.lemma(table, stem);
        if (found !== undefined) return [found];
      }
      const fallback = pos === "adj" || pos === "verb" ? word : word.toLowerCase();
      return [tables.lemma(table, word) ?? fallback];
    },
  },
};
