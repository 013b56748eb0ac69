import { textErrors } from "./errors";
import { KeyRows } from "../vectors/key-rows";
import { hashString, joinKey, writeStringHash } from "./hash-string";
import { symbolIds, symbolNames } from "./symbols";

/** The key of a text: 0 for the empty one, the id of a symbol, else the hash. */
export function keyOfText(text: string): bigint {
  const symbol = symbolIds.get(text);
  return symbol === undefined ? hashString(text) : BigInt(symbol);
}

/** Writes the key of a text as two 32-bit words, low before high. */
export function writeTextKey(text: string, out: Uint32Array, offset: number): void {
  const symbol = symbolIds.get(text);
  if (symbol === undefined) return writeStringHash(text, out, offset);
  out[offset] = symbol;
  out[offset + 1] = 0;
}

/**
 * Finds texts by their 64-bit keys. It grows by `add` only: processing texts leaves it as it is.
 *
 * Keys are held as 32-bit halves beside a list of texts: with a million words of vectors, Maps with BigInt keys would take
 * three times the memory. Follows `spacy.strings.StringStore`.
 */
export class StringStore {
  readonly #places = new KeyRows();
  readonly #texts: string[] = [];
  readonly #later: (() => readonly string[])[] = [];

  /** @param texts texts to begin with */
  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text);
  }

  /** Stores a text and returns its key. Symbols and the empty text need no room. */
  add(text: string): bigint {
    const symbol = symbolIds.get(text);
    if (symbol !== undefined) return BigInt(symbol);
    this.#place(text);
    return joinKey(halves[0], halves[1]);
  }

  /** Stores many texts, without making their keys. */
  addAll(texts: Iterable<string>): void {
    if (Array.isArray(texts)) this.#places.reserve(this.#texts.length + texts.length);
    for (const text of texts) if (!symbolIds.has(text)) this.#place(text);
  }

  /**
   * Stores texts when the store is first asked for something, for a big file of strings is often not needed at all. They
   * come after those that are added until then.
   */
  addLater(texts: () => readonly string[]): void {
    this.#later.push(texts);
  }

  /** The key of a text, which need not be stored. */
  keyOf(text: string): bigint {
    return keyOfText(text);
  }

  /**
   * The text of a key.
   *
   * @throws C110 if the key is neither a symbol nor stored
   */
  textOf(key: bigint): string {
    const text = this.find(key);
    if (text === undefined) throw textErrors.unknownKey(key, this.size);
    return text;
  }

  /** The text of a key, or undefined. */
  find(key: bigint): string | undefined {
    if (key < symbolNames.length) return symbolNames[Number(key)];
    this.#settle();
    const place = this.#places.getKey(key);
    return place < 0 ? undefined : this.#texts[place];
  }

  /** Whether a text or a key is stored, or is a symbol. */
  has(textOrKey: string | bigint): boolean {
    if (typeof textOrKey === "bigint") return this.find(textOrKey) !== undefined;
    if (symbolIds.has(textOrKey)) return true;
    this.#settle();
    writeStringHash(textOrKey, halves, 0);
    return this.#places.get(halves[0], halves[1]) >= 0;
  }

  /** Number of stored texts, symbols not counted. */
  get size(): number {
    this.#settle();
    return this.#texts.length;
  }

  /** The stored texts in insertion order. */
  [Symbol.iterator](): IterableIterator<string> {
    this.#settle();
    return this.#texts.values();
  }

  #settle(): void {
    // What cannot be read is asked for again, and fails again.
    for (; this.#later.length > 0; this.#later.shift()) this.addAll(this.#later[0]());
  }

  /** Stores a text that is not a symbol; leaves its key in `halves`. */
  #place(text: string): void {
    writeStringHash(text, halves, 0);
    if (this.#places.get(halves[0], halves[1]) >= 0) return;
    this.#places.set(halves[0], halves[1], this.#texts.length);
    this.#texts.push(text);
  }
}

const halves = new Uint32Array(2);
