// Long because it is the whole surface of word vectors; how rows are stored, found, composed and compared is in the modules beside it.
import type { StringAttr } from "../text/attributes";
import { BoundedMap } from "../text/bounded-map";
import { StringStore, writeTextKey } from "../text/string-store";
import { vectorsErrors } from "./errors";
import { hasSubwords, meanOfRows, readSubwords, type Subwords } from "./fasttext-subwords";
import { KeyRows } from "./key-rows";
import { mostSimilar, type MostSimilarOptions, type SimilarVectors } from "./most-similar";
import { checkNgrams, floretHashes, floretNgrams, type FloretSettings } from "./ngrams";
import { HalfTable, MemoryTable, type VectorTable } from "./table";

const vectorAttrs = ["ORTH", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX"] as const;

/** Options of `Vectors` and `Vectors.of`. */
export interface VectorsOptions {
  /** Texts of the keys; a vocabulary puts its own here. */
  readonly strings?: StringStore;
  /** Rows and width of an empty table, default 0 by 0. */
  readonly shape?: readonly [rows: number, width: number];
  /** A table, or all its numbers with `width`. */
  readonly table?: VectorTable;
  /** The keys of the rows, in order; a later row wins. */
  readonly keys?: Iterable<string | bigint>;
  readonly name?: string;
  /** Default: one row per word. With it, one row per n-gram hash. */
  readonly floret?: FloretSettings;
  /** The n-grams of a fastText model, for words without a row. */
  readonly subwords?: Subwords;
  /** The attribute of a word to look up, default `ORTH`. */
  readonly attr?: string;
}

const pair = new Uint32Array(2);
/** Counts the changes of all vectors, so that a version belongs to one of them. */
let changes = 0;

/**
 * A table of word vectors and the rows that words have in it. Follows `spacy.vectors.Vectors`.
 *
 * In default mode several keys may share a row; in floret mode a word is the mean of the rows of its n-grams
 * (Boyd & Warmerdam 2022). Loading, pruning and removing duplicates never loses `attr`.
 */
export class Vectors {
  strings: StringStore;
  name: string | undefined;
  readonly floret: FloretSettings | undefined;
  readonly attr: StringAttr;
  readonly subwords: Subwords | undefined;
  #table: VectorTable;
  #keyRows: KeyRows;
  /** Rows without a key, in order, computed when a row is first needed. */
  #unset: Set<number> | undefined;
  #version = ++changes;
  readonly #floretCache = new BoundedMap<Float32Array>(20_000);

  /** @throws V008, V009, V010 for impossible floret settings, V012 for an unknown attribute */
  constructor(options: VectorsOptions = {}) {
    const { floret, keys } = options;
    this.strings = options.strings ?? new StringStore();
    this.name = options.name;
    this.floret = floret;
    this.subwords = options.subwords;
    this.attr = parseVectorAttr(options.attr ?? "ORTH");
    if (options.subwords !== undefined) checkNgrams(options.subwords);
    if (floret !== undefined) {
      checkNgrams(floret);
      if (![1, 2, 3, 4].includes(floret.hashCount)) throw vectorsErrors.wrongHashCount(floret.hashCount);
      if (options.table === undefined || options.table.rows === 0)
        throw vectorsErrors.wrongFloretOptions("need their table");
      if (keys !== undefined) throw vectorsErrors.wrongFloretOptions("take no keys");
    }
    this.#table = options.table ?? MemoryTable.zeros(...(options.shape ?? [0, 0]));
    this.#keyRows = new KeyRows();
    let row = 0;
    if (keys !== undefined) for (const key of keys) this.add(key, { row: row++ });
  }

  /** Vectors over a table and keys that are ready: nothing is copied. */
  static of(options: VectorsOptions & { readonly table: VectorTable; readonly keyRows: KeyRows }): Vectors {
    const vectors = new Vectors({ ...options, keys: undefined });
    vectors.#keyRows = options.keyRows;
    vectors.#version = ++changes;
    return vectors;
  }

  get mode(): "default" | "floret" {
    return this.floret === undefined ? "default" : "floret";
  }
  get table(): VectorTable {
    return this.#table;
  }
  /** The rows of keys, in the order in which keys were added. */
  get keyRows(): KeyRows {
    return this.#keyRows;
  }
  get rows(): number {
    return this.#table.rows;
  }
  get width(): number {
    return this.#table.width;
  }
  get shape(): readonly [rows: number, width: number] {
    return [this.rows, this.width];
  }
  /** Numbers in the table. */
  get size(): number {
    return this.rows * this.width;
  }
  /** Number of keys; -1 in floret mode, where every word has a vector. */
  get nKeys(): number {
    return this.floret === undefined ? this.#keyRows.size : -1;
  }
  /** Changes with every change of a row or key; two Vectors never share one. */
  get version(): number {
    return this.#version;
  }
  /** Whether every row has a key. */
  get isFull(): boolean {
    return this.floret !== undefined || this.#free().size === 0;
  }

  /** Whether a word, or key, has a vector. */
  has(textOrKey: string | bigint): boolean {
    if (this.floret !== undefined) return true;
    this.#writeKey(textOrKey);
    if (this.hasKey(pair[0], pair[1])) return true;
    const text = this.#fromSubwords(textOrKey);
    return text !== undefined && hasSubwords(text, this.subwords as Subwords);
  }

  hasKey(low: number, high: number): boolean {
    return this.#keyRows.get(low, high) >= 0;
  }

  /** A copy of the vector of a word or key. @throws V001 if it has none */
  get(textOrKey: string | bigint): Float32Array {
    const out = new Float32Array(this.width);
    if (!this.read(textOrKey, out)) throw vectorsErrors.noVector(describeKey(textOrKey));
    return out;
  }

  /** Replaces the vector of a key that has one. @throws V001, V002, V005, V006 */
  set(textOrKey: string | bigint, vector: ArrayLike<number>): void {
    this.#changeable("Setting a vector");
    const row = this.find(textOrKey);
    if (row < 0) throw vectorsErrors.noVector(describeKey(textOrKey));
    this.#write(row, vector);
  }

  /** Writes the vector of a word or key; returns false and writes zeros if it has none. */
  read(textOrKey: string | bigint, out: Float32Array, offset = 0): boolean {
    if (this.floret !== undefined) {
      const text = typeof textOrKey === "string" ? textOrKey : this.strings.textOf(textOrKey);
      out.set(this.#floretVector(text), offset);
      return true;
    }
    this.#writeKey(textOrKey);
    const row = this.#keyRows.get(pair[0], pair[1]);
    if (row >= 0) {
      this.#table.readRow(row, out, offset);
      return true;
    }
    const text = this.#fromSubwords(textOrKey);
    if (text !== undefined && this.subwords !== undefined && readSubwords(text, this.subwords, out, offset))
      return true;
    out.fill(0, offset, offset + this.width);
    return false;
  }

  /** The vectors of several words or keys, `[keys * width]`; zeros for unknown ones. */
  getBatch(keys: readonly (string | bigint)[]): Float32Array {
    const out = new Float32Array(keys.length * this.width);
    keys.forEach((key, i) => this.read(key, out, i * this.width));
    return out;
  }

  /** The row of a word or key, -1 if it has none. @throws V005 in floret mode */
  find(textOrKey: string | bigint): number {
    this.#wordsOnly("Looking up rows");
    this.#writeKey(textOrKey);
    return this.#keyRows.get(pair[0], pair[1]);
  }

  /** The keys that have a row, in insertion order. @throws V005 in floret mode */
  keysOf(row: number): bigint[] {
    this.#wordsOnly("Looking up rows");
    return [...this.#keyRows].filter(([, found]) => found === row).map(([key]) => key);
  }

  /** The last key of each row, -1 for rows without one; indices into `keyRows`. */
  lastEntries(): Int32Array {
    const entries = new Int32Array(this.rows).fill(-1);
    for (let place = 0; place < this.#keyRows.size; place++) entries[this.#keyRows.rowAt(place)] = place;
    return entries;
  }

  /** Keys and their rows. */
  entries(): IterableIterator<[key: bigint, row: number]> {
    return this.#keyRows[Symbol.iterator]();
  }

  /**
   * Gives a key a row: the one named, the one it has, or the next free one. Returns it.
   *
   * @throws V002 width, V003 table full, V004 no such row, V005 floret, V006 table on disk
   */
  add(
    textOrKey: string | bigint,
    options: { readonly vector?: ArrayLike<number>; readonly row?: number } = {},
  ): number {
    this.#wordsOnly("Adding words");
    if (typeof textOrKey === "string") this.strings.add(textOrKey);
    this.#writeKey(textOrKey);
    const [low, high] = pair;
    let row = options.row ?? this.#keyRows.get(low, high);
    if (row < 0 && options.row === undefined) {
      const free = this.#free().values().next();
      if (free.done === true) throw vectorsErrors.tableFull(this.rows);
      row = free.value;
    }
    if (!(row >= 0 && row < this.rows)) throw vectorsErrors.rowOutOfRange(row, this.rows);
    if (options.vector !== undefined) this.#write(row, options.vector);
    this.#keyRows.set(low, high, row);
    this.#unset?.delete(row);
    this.#version = ++changes;
    return row;
  }

  /**
   * Makes the table larger or smaller; new numbers are zeros. Returns the keys whose rows were dropped, with those rows.
   *
   * @throws V005 floret
   */
  resize(shape: readonly [rows: number, width: number]): [key: bigint, row: number][] {
    this.#changeable("Resizing");
    const [rows, width] = shape;
    const table = MemoryTable.zeros(rows, width);
    const row = new Float32Array(Math.max(width, this.width));
    for (let i = 0; i < Math.min(rows, this.rows); i++) {
      this.#table.readRow(i, row, 0);
      table.writeRow(i, row.subarray(0, width));
    }
    const kept = new KeyRows(this.#keyRows.size);
    const removed: [bigint, number][] = [];
    for (const [key, at] of this.#keyRows)
      if (at < rows) kept.setKey(key, at);
      else removed.push([key, at]);
    this.replace(table, kept);
    return removed;
  }

  /** Removes all keys, which frees their rows. @throws V005 floret */
  clear(): void {
    this.#wordsOnly("Clearing");
    this.replace(this.#table, new KeyRows());
  }

  /** Replaces the table and the keys. */
  replace(table: VectorTable, keyRows: KeyRows): void {
    this.#table = table;
    this.#keyRows = keyRows;
    this.#unset = undefined;
    this.#version = ++changes;
  }

  /** Stores the table as 16-bit floats: half the memory and half the file, about three digits. @throws V126 for numbers beyond 65504 */
  useFloat16(): void {
    const wordOf = (row: number) => {
      const [key] = this.floret === undefined ? this.keysOf(row) : [];
      return key === undefined || !this.strings.has(key) ? undefined : this.strings.textOf(key);
    };
    this.replace(HalfTable.of(this.#table, wordOf), this.#keyRows);
  }

  /**
   * The rows nearest to each query by cosine, best first.
   *
   * @param queries `[count * width]` numbers, not modified
   * @throws V002 queries of another width, V005 floret, V011 more rows than there are
   */
  mostSimilar(queries: Float32Array, options: MostSimilarOptions = {}): Promise<SimilarVectors> {
    this.#wordsOnly("Finding similar vectors");
    return mostSimilar(this, queries, options);
  }

  #floretVector(text: string): Float32Array {
    const known = this.#floretCache.get(text);
    if (known !== undefined) return known;
    const vector = new Float32Array(this.width);
    const floret = this.floret as FloretSettings;
    if (text !== "") {
      const rows: number[] = [];
      for (const ngram of floretNgrams(text, floret))
        for (const hash of floretHashes(ngram, floret)) rows.push(hash % this.rows);
      meanOfRows(this.#table, rows, vector);
    }
    this.#floretCache.set(text, vector);
    return vector;
  }

  /** The text whose n-grams may stand in for a missing row. */
  #fromSubwords(textOrKey: string | bigint): string | undefined {
    if (this.subwords === undefined || this.subwords.table.rows === 0) return undefined;
    return typeof textOrKey === "string" ? textOrKey : this.strings.find(textOrKey);
  }

  #writeKey(textOrKey: string | bigint): void {
    if (typeof textOrKey === "string") return writeTextKey(textOrKey, pair, 0);
    pair[0] = Number(textOrKey & 0xffffffffn);
    pair[1] = Number(textOrKey >> 32n);
  }

  #free(): Set<number> {
    if (this.#unset === undefined) {
      const entries = this.lastEntries();
      this.#unset = new Set();
      for (let row = 0; row < entries.length; row++) if (entries[row] < 0) this.#unset.add(row);
    }
    return this.#unset;
  }

  #write(row: number, vector: ArrayLike<number>): void {
    if (vector.length !== this.width) throw vectorsErrors.wrongWidth(vector.length, this.width);
    if (this.#table.writeRow === undefined) throw vectorsErrors.readOnlyTable("Setting a vector");
    this.#table.writeRow(row, vector);
    this.#version = ++changes;
  }

  #changeable(what: string): void {
    this.#wordsOnly(what);
    if (this.#table.writeRow === undefined) throw vectorsErrors.readOnlyTable(what);
  }

  #wordsOnly(what: string): void {
    if (this.floret !== undefined) throw vectorsErrors.impossibleInMode(what, "floret");
  }
}

/** An attribute by which vectors can be looked up; `TEXT` is `ORTH`. @throws V012 */
export function parseVectorAttr(name: string): StringAttr {
  const upper = name.toUpperCase();
  const attr = upper === "TEXT" ? "ORTH" : upper;
  const found = vectorAttrs.find((known) => known === attr);
  if (found === undefined) throw vectorsErrors.unsupportedAttribute(name, vectorAttrs);
  return found;
}

function describeKey(textOrKey: string | bigint): string {
  return typeof textOrKey === "string" ? `"${textOrKey}"` : `the key ${textOrKey}`;
}
