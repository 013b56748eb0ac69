import { createVocab, getLanguage } from "@x/core";
import type { LexAttr } from "@x/core/spi";
import type { Sequences } from "../src/model/values";

export const attrs: readonly LexAttr[] = ["NORM", "PREFIX", "SUFFIX", "SHAPE"];

/** The attributes of the words of some docs, as the feature extractor gives them. */
export function featuresOf(docs: readonly { readonly words: readonly string[] }[]): Sequences {
  const vocab = createVocab(getLanguage("en"));
  const words = docs.flatMap((doc) => doc.words);
  const data = new BigUint64Array(words.length * attrs.length);
  const halves = new Uint32Array(data.buffer);
  words.forEach((word, i) => {
    const lexeme = vocab.lexeme(word);
    attrs.forEach((attr, j) => lexeme.writeKey(attr, halves, 2 * (i * attrs.length + j)));
  });
  const lengths = Int32Array.from(docs, (doc) => doc.words.length);
  return { kind: "list", data: { dtype: "uint64", shape: [words.length, attrs.length], data }, lengths };
}
