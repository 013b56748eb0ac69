import { textError } from "./errors";
import { hashString, writeStringHash } from "./hash-string";
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
 * Follows `spacy.strings.StringStore`.
 */
export class StringStore {
  readonly #texts = new Map<bigint, string>();
  readonly #keys = new Map<string, bigint>();

  /** @param texts texts to begin with */
  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text);
  }

  /** Stores a text and returns its key. Symbols and the empty text need no room. */
  add(text: string): bigint {
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    const key = keyOfText(text);
    if (key < symbolNames.length) return key;
    this.#texts.set(key, text);
    this.#keys.set(text, key);
    return key;
  }

  /** The key of a text, which need not be stored. */
  keyOf(text: string): bigint {
    return this.#keys.get(text) ?? keyOfText(text);
  }

  /**
   * The text of a key.
   *
   * @throws C110 if the key is neither a symbol nor stored
   */
  textOf(key: bigint): string {
    const text = this.find(key);
    if (text === undefined) throw textError("C110", key, this.size);
    return text;
  }

  /** The text of a key, or undefined. */
  find(key: bigint): string | undefined {
    return key < symbolNames.length ? symbolNames[Number(key)] : this.#texts.get(key);
  }

  /** Whether a text or a key is stored, or is a symbol. */
  has(textOrKey: string | bigint): boolean {
    if (typeof textOrKey === "bigint") return this.find(textOrKey) !== undefined;
    return symbolIds.has(textOrKey) || this.#keys.has(textOrKey);
  }

  /** Number of stored texts, symbols not counted. */
  get size(): number {
    return this.#texts.size;
  }

  /** The stored texts in the order of their addition. */
  [Symbol.iterator](): IterableIterator<string> {
    return this.#texts.values();
  }
}
