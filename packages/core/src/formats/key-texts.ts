import { writeTextKey } from "../text/string-store";
import { symbolNames } from "../text/symbols";

/**
 * Finds the texts of keys among the strings that came with a file, without storing them in a vocabulary that would keep
 * them for good. A hash table on 32-bit halves: files hold a dozen keys a token.
 */
export class KeyTexts {
  readonly #mask: number;
  /** Low and high word of each slot's key; 0, 0 is free. */
  readonly #keys: Uint32Array;
  readonly #texts: string[];

  constructor(strings: Iterable<string> = []) {
    const texts = [...new Set(strings)];
    let capacity = 16;
    while (capacity < texts.length * 2) capacity *= 2;
    this.#mask = capacity - 1;
    this.#keys = new Uint32Array(capacity * 2);
    this.#texts = new Array<string>(capacity).fill("");
    const key = new Uint32Array(2);
    for (const text of texts) {
      writeTextKey(text, key, 0);
      const [low, high] = key;
      if (high === 0 && low < symbolNames.length) continue;
      const slot = this.#slot(low, high);
      this.#keys[slot * 2] = low;
      this.#keys[slot * 2 + 1] = high;
      this.#texts[slot] = text;
    }
  }

  /** The text of a key, symbols included. */
  find(low: number, high: number): string | undefined {
    if (high === 0 && low < symbolNames.length) return symbolNames[low];
    const slot = this.#slot(low, high);
    return this.#keys[slot * 2] === low && this.#keys[slot * 2 + 1] === high ? this.#texts[slot] : undefined;
  }

  /** The text of a key as one number. */
  textOf(key: bigint): string | undefined {
    return this.find(Number(key & 0xffffffffn), Number(key >> 32n));
  }

  /** The slot of a key, or the free one where it belongs. */
  #slot(low: number, high: number): number {
    const keys = this.#keys;
    let slot = low & this.#mask;
    while (keys[slot * 2] !== low || keys[slot * 2 + 1] !== high) {
      if (keys[slot * 2] === 0 && keys[slot * 2 + 1] === 0) return slot;
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}
