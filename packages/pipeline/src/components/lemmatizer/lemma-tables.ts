import { Lookups } from "@x/core";

const noWords: ReadonlySet<string> = new Set();
const noEntries: Readonly<Record<string, unknown>> = {};

/** The tables of a lemmatizer, in the forms that its modes read: words of a part of speech as sets, made once. */
export class LemmaTables {
  readonly lookups: Lookups;
  readonly #sets = new Map<string, ReadonlySet<string>>();

  constructor(lookups: Lookups = new Lookups()) {
    this.lookups = lookups;
  }

  has(table: string): boolean {
    return this.lookups.has(table);
  }

  /** The entry of a word or of a part of speech. */
  find(table: string, key: string): unknown {
    return this.lookups.has(table) ? this.lookups.table(table).get(key) : undefined;
  }

  /** The lemma of a word in a table of single lemmas or of lists. */
  lemma(table: string, word: string): string | undefined {
    const found = this.find(table, word);
    if (typeof found === "string") return found;
    return Array.isArray(found) && typeof found[0] === "string" ? found[0] : undefined;
  }

  /** Known words of a part of speech. */
  words(pos: string): ReadonlySet<string> {
    let words = this.#sets.get(pos);
    if (words === undefined) {
      const found = this.find("lemma_index", pos);
      words = Array.isArray(found) ? new Set(found as string[]) : noWords;
      this.#sets.set(pos, words);
    }
    return words;
  }

  /** Lemmas of an irregular form. */
  exceptions(pos: string, form: string): readonly string[] {
    const found = this.find("lemma_exc", pos) ?? noEntries;
    if (found instanceof Map) return (found.get(form) as string[] | undefined) ?? [];
    return Object.hasOwn(found, form) ? (found as Record<string, string[]>)[form] : [];
  }

  /** Endings with what replaces them, in the order in which they are tried. */
  rules(pos: string): readonly (readonly [ending: string, replacement: string])[] {
    const found = this.find("lemma_rules", pos);
    return Array.isArray(found) ? (found as [string, string][]) : [];
  }

  /** Whether any table says something about a part of speech. */
  knows(pos: string): boolean {
    return ["lemma_index", "lemma_exc", "lemma_rules"].some((table) => {
      const found = this.find(table, pos);
      return Array.isArray(found) ? found.length > 0 : found !== undefined && found !== null;
    });
  }
}
