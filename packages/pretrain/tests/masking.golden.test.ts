import { NumpyRandom } from "@x/nn/spi";
import { blank } from "@x/pipeline";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { Masker, wordEnds } from "../src";

const golden = openGolden("pretrain");

interface Masking {
  readonly seed: number;
  readonly sentences: readonly string[];
  readonly random_words: readonly string[];
  readonly batches: readonly { readonly keep: string; readonly words: readonly string[][] }[];
  readonly word_ends: Readonly<Record<string, number[][][]>>;
}

golden.skipUnless("pretrain/masking.json", () => {
  const gold = golden.json<Masking>("pretrain/masking.json");

  golden.case("pretrain/masking.json#batches", () => {
    const nlp = blank("en");
    const docs = gold.sentences.map((text) => nlp.makeDoc(text));
    const masker = new Masker(nlp.vocab, { draws: new NumpyRandom(gold.seed) });
    masker.words.state = { words: gold.random_words, cache: [] };
    for (const { keep, words } of gold.batches) {
      const batch = masker.mask(docs);
      expect(batch.keep.join("")).toBe(keep);
      expect(batch.docs.map((doc) => [...doc].map(({ text }) => text))).toEqual(words);
    }
    expect(docs.map(({ text }) => text)).toEqual(gold.sentences);
  });

  golden.case("pretrain/masking.json#word_ends", () => {
    const nlp = blank("en");
    for (const [size, docs] of Object.entries(gold.word_ends))
      docs.forEach((rows, i) => {
        const words = [...nlp.makeDoc(gold.sentences[i])].map(({ text }) => text);
        expect(words.map((word) => [...wordEnds(word, Number(size))])).toEqual(rows);
      });
  });
});
