import { defineLayer } from "../define-layer";
import { Model } from "../model/model";
import type { Sequences } from "../model/values";

/** The words of texts as ids, `[words, 1]` each: thinc's `strings2arrays`. An id is a hash of 32 bits, extended with its sign. */
export const strings2arrays = defineLayer(
  "strings2arrays.v1",
  { summary: "Words as ids.", settings: {} },
  () =>
    new Model<readonly (readonly string[])[], Sequences>("strings2arrays", {
      layer: { prepare: (_model, X) => prepare(X) },
    }),
);

function prepare(texts: readonly (readonly string[])[]): Sequences {
  const words = texts.flat();
  const data = BigUint64Array.from(words, (word) => BigInt.asUintN(64, BigInt(hashBytes(word))));
  return {
    kind: "list",
    data: { dtype: "uint64", shape: [words.length, 1], data },
    lengths: Int32Array.from(texts, (text) => text.length),
  };
}

/** MurmurHash3 (32 bit, x86) with seed 0 over the UTF-8 bytes of a text; signed. */
function hashBytes(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const { length } = bytes;
  const whole = length & ~3;
  let h = 0;
  for (let i = 0; i < whole; i += 4) {
    h ^= scramble(bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i];
  if (whole < length) h ^= scramble(rest);
  h ^= length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
