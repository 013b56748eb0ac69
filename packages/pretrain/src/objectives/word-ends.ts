import type { Doc, Lexeme } from "@x/core";
import { tokenOffsets } from "./objective";

/** What stands where a word is shorter. */
const FILLER = 255;
const encoder = new TextEncoder();

/** Bytes of words in the order first, last, second, second last, ...: kept with the lexemes. */
export class WordEnds {
  readonly #size: number;
  readonly #known = new WeakMap<Lexeme, Uint8Array>();

  /** @param size bytes a word */
  constructor(size: number) {
    this.#size = size;
  }

  /** The bytes of some tokens of a batch, `[rows * size]`. */
  of(docs: readonly Doc[], rows: Int32Array): Int32Array {
    const size = this.#size;
    const offsets = tokenOffsets(docs);
    const out = new Int32Array(rows.length * size);
    let doc = 0;
    rows.forEach((row, i) => {
      while (row >= offsets[doc + 1]) doc++;
      out.set(this.#ends(docs[doc].lexemes[row - offsets[doc]]), i * size);
    });
    return out;
  }

  #ends(lexeme: Lexeme): Uint8Array {
    let ends = this.#known.get(lexeme);
    if (ends === undefined) this.#known.set(lexeme, (ends = wordEnds(lexeme.text, this.#size)));
    return ends;
  }
}

/** The leading and trailing UTF-8 bytes of a word, alternating (`Doc.to_utf8_array`). */
export function wordEnds(text: string, size: number): Uint8Array {
  const bytes = encoder.encode(text);
  const ends = new Uint8Array(size).fill(FILLER);
  const count = Math.min(size, bytes.length);
  for (let i = 0; i < count; i++) ends[i] = i % 2 === 0 ? bytes[i >> 1] : bytes[bytes.length - 1 - (i >> 1)];
  return ends;
}
