import type { Doc, Example } from "@x/core";
import { docBinAttrs } from "@x/core/spi";

/** What a corpus is recognized by: another one, or the same in another order, has another fingerprint. */
export interface CorpusFingerprint {
  readonly examples: number;
  readonly words: number;
  /** 64 bits over words, spaces, annotation and categories. */
  readonly digest: string;
}

/** The fingerprint of the gold docs. */
export function fingerprint(examples: Iterable<Example>): CorpusFingerprint {
  const digest = new Digest();
  let count = 0;
  let words = 0;
  for (const { reference } of examples) {
    addDoc(digest, reference);
    count += 1;
    words += reference.length;
  }
  return { examples: count, words, digest: digest.toString() };
}

function addDoc(digest: Digest, doc: Doc): void {
  const values = doc.toArray(docBinAttrs);
  digest.add(new Uint32Array(values.buffer, values.byteOffset, values.length * 2));
  digest.add(doc.spaces);
  digest.addText(JSON.stringify(doc.cats));
  for (const [key, group] of doc.spans)
    digest.addText(
      `${key} ${[...group].map(({ start, end, label }) => `${start}-${end} ${label}`).join(" ")}`,
    );
}

/** Two lanes of 32 bits; it tells corpora apart, and is no protection against forgery. */
class Digest {
  #high = 0x243f6a88;
  #low = 0x85a308d3;

  add(values: ArrayLike<number>): void {
    let [high, low] = [this.#high, this.#low];
    for (let i = 0; i < values.length; i++) {
      high = Math.imul(high ^ values[i], 0x85ebca6b);
      high ^= high >>> 15;
      low = Math.imul(low ^ values[i] ^ (high >>> 16), 0xc2b2ae35);
      low ^= low >>> 13;
    }
    this.#high = Math.imul(high ^ values.length, 0x9e3779b1);
    this.#low = low ^ this.#high;
  }

  addText(text: string): void {
    this.add(Uint16Array.from(text, (letter) => letter.charCodeAt(0)));
  }

  toString(): string {
    return [this.#high, this.#low].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
