import { textErrors } from "./errors";
import { keyOfText } from "./string-store";

/** A table of data about words, found by the word or by its key. Follows `spacy.lookups.Table`. */
export class LookupsTable {
  readonly name: string;
  readonly #known = new Map<bigint, unknown>();
  #later: (() => TableEntries) | undefined;

  /** @param entries words, or their keys, with what the table says about them; a function is called when they are first needed */
  constructor(name: string, entries: TableEntries | (() => TableEntries) = []) {
    this.name = name;
    if (typeof entries === "function") this.#later = entries;
    else for (const [key, value] of entries) this.set(key, value);
  }

  get(key: string | bigint): unknown {
    return this.#entries.get(tableKey(key));
  }

  has(key: string | bigint): boolean {
    return this.#entries.has(tableKey(key));
  }

  set(key: string | bigint, value: unknown): void {
    this.#entries.set(tableKey(key), value);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Keys and values in the order of their addition. */
  entries(): IterableIterator<[bigint, unknown]> {
    return this.#entries.entries();
  }

  get #entries(): Map<bigint, unknown> {
    const later = this.#later;
    if (later !== undefined) {
      // What cannot be read is asked for again, and fails again.
      for (const [key, value] of later()) this.#known.set(tableKey(key), value);
      this.#later = undefined;
    }
    return this.#known;
  }
}

/** Words, or their keys, with what a table says about them. */
export type TableEntries = Iterable<readonly [string | bigint, unknown]>;

const tableKey = (key: string | bigint): bigint => (typeof key === "bigint" ? key : keyOfText(key));

/** Named tables of a vocabulary, for example `lexeme_norm`. Follows `spacy.lookups.Lookups`. */
export class Lookups {
  readonly #tables = new Map<string, LookupsTable>();

  /**
   * Adds a table.
   *
   * @throws C114 if there is one of that name
   */
  addTable(name: string, entries: TableEntries | (() => TableEntries) = []): LookupsTable {
    if (this.#tables.has(name)) throw textErrors.tableExists(name);
    const table = new LookupsTable(name, entries);
    this.#tables.set(name, table);
    return table;
  }

  /**
   * The table of a name.
   *
   * @throws C113 if there is none
   */
  table(name: string): LookupsTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw textErrors.unknownTable(name, [...this.#tables.keys()]);
    return table;
  }

  has(name: string): boolean {
    return this.#tables.has(name);
  }

  remove(name: string): void {
    this.table(name);
    this.#tables.delete(name);
  }

  /** The tables in the order of their addition. */
  get tables(): readonly LookupsTable[] {
    return [...this.#tables.values()];
  }
}
