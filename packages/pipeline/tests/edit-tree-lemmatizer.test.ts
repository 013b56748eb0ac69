import { Doc, Example, Registry, StringStore, type Vocab } from "@x/core";
import { adam } from "@x/nn";
import { describe, expect, test } from "vitest";
import { blank, treeReader, type EditTreeLemmatizer, type Language } from "../src";
import { EditTrees } from "../src/components";
import { goldenPackages } from "./support/trajectory";

const model = {
  "@architectures": "spacy.Tagger.v2",
  tok2vec: {
    "@architectures": "spacy.HashEmbedCNN.v2",
    pretrained_vectors: null,
    width: 16,
    depth: 1,
    embed_size: 200,
    window_size: 1,
    maxout_pieces: 2,
    subword_features: true,
  },
};
const words = ["Dogs", "barked", "while", "cats", "walked", "."];
const lemmas = ["dog", "bark", "while", "cat", "walk", ""];

const exampleOf = (vocab: Vocab, given: string[] = lemmas) =>
  new Example(new Doc(vocab, { words }), new Doc(vocab, { words, lemmas: given }));

function newNlp(config: Record<string, unknown> = {}): Language {
  const nlp = blank("en", { registry: new Registry().use(...goldenPackages) });
  nlp.addPipe("trainable_lemmatizer", { config: { model, min_tree_freq: 1, ...config } });
  return nlp;
}

async function train(nlp: Language, examples: Example[]): Promise<void> {
  const optimizer = adam({ learn_rate: 0.02 });
  for (let step = 0; step < 30; step++) await nlp.update(examples, { optimizer });
}

const pipeOf = (nlp: Language) => nlp.getPipe<EditTreeLemmatizer>("trainable_lemmatizer");

describe("trainable_lemmatizer", () => {
  test("learns lemmas; what has no gold lemma is not learned", async () => {
    const nlp = newNlp();
    const examples = [exampleOf(nlp.vocab)];
    await nlp.initialize(() => examples);
    await train(nlp, examples);
    const doc = await nlp(new Doc(nlp.vocab, { words: words.slice(0, 5) }));
    expect(doc.lemmas).toEqual(lemmas.slice(0, 5));
    expect((await nlp.evaluate(examples)).lemma_acc).toBe(1);
    const kept = await nlp(new Doc(nlp.vocab, { words, lemmas: ["x", "", "", "", "", ""] }));
    expect(kept.lemmas!.slice(0, 2)).toEqual(["x", "bark"]);
  });

  test("rare trees are no labels", async () => {
    const nlp = newNlp({ min_tree_freq: 2 });
    await nlp.initialize(() => [exampleOf(nlp.vocab)]);
    expect(pipeOf(nlp).labels).toHaveLength(1);
  });

  test.each([
    ["orth", "Qzx"],
    ["lower", "qzx"],
    ["shape", "Xxx"],
    [null, ""],
  ])("backoff %s gives %s where no tree applies", async (backoff, expected) => {
    const nlp = newNlp({ backoff });
    await nlp.initialize(() => [exampleOf(nlp.vocab, ["", "bark", "", "", "walk", ""])]);
    expect((await nlp(new Doc(nlp.vocab, { words: ["Qzx"] }))).lemmas).toEqual([expected]);
  });

  test("of several trees the best that applies is taken", async () => {
    const nlp = newNlp({ top_k: 100 });
    const examples = [exampleOf(nlp.vocab)];
    await nlp.initialize(() => examples);
    await train(nlp, examples);
    expect((await nlp(new Doc(nlp.vocab, { words: ["s"] }))).lemmas).not.toEqual(["s ed"]);
    expect((await nlp(new Doc(nlp.vocab, { words }))).lemmas!.slice(0, 5)).toEqual(lemmas.slice(0, 5));
  });

  test("goes on learning after it was stored", async () => {
    const nlp = newNlp();
    const examples = [exampleOf(nlp.vocab)];
    await nlp.initialize(() => examples);
    const again = newNlp();
    for (const text of nlp.vocab.strings) again.vocab.strings.add(text);
    await pipeOf(again).deserialize(treeReader(await pipeOf(nlp).serialize()));
    expect(pipeOf(again).labelData).toEqual(pipeOf(nlp).labelData);
    const same = [exampleOf(again.vocab)];
    await train(again, same);
    expect((await again(new Doc(again.vocab, { words }))).lemmas!.slice(0, 5)).toEqual(lemmas.slice(0, 5));
  });

  test("labels of init labels make the same component; other content is refused", async () => {
    const nlp = newNlp();
    await nlp.initialize(() => [exampleOf(nlp.vocab)]);
    const labels = JSON.parse(JSON.stringify(pipeOf(nlp).labelData)) as unknown;
    const again = newNlp();
    await pipeOf(again).initialize(() => [exampleOf(again.vocab)], { labels });
    expect(pipeOf(again).labelData).toEqual(pipeOf(nlp).labelData);
    const initialize = (other: unknown) =>
      pipeOf(newNlp()).initialize(() => [exampleOf(again.vocab)], { labels: other });
    await expect(initialize(["a", "b"])).rejects.toMatchObject({ code: "P021" });
    await expect(initialize({ trees: [], labels: [3] })).rejects.toMatchObject({ code: "P025" });
    await expect(initialize({ trees: [{ orig: 1 }], labels: [0] })).rejects.toMatchObject({ code: "P026" });
  });

  test("no labels, no docs, empty docs", async () => {
    const nlp = newNlp();
    const bare = new Example(new Doc(nlp.vocab, { words }), new Doc(nlp.vocab, { words }));
    await expect(nlp.initialize(() => [bare])).rejects.toMatchObject({ code: "P011" });
    await nlp.initialize(() => [exampleOf(nlp.vocab)]);
    expect((await nlp(new Doc(nlp.vocab, { words: [] }))).length).toBe(0);
    expect(pipeOf(nlp).hasGold(bare)).toBe(false);
    expect(() => pipeOf(nlp).addLabel("x")).toThrow(expect.objectContaining({ code: "P010" }));
  });
});

describe("EditTrees", () => {
  const self = { prefix_len: 1, suffix_len: 0, prefix_tree: 0, suffix_tree: 0xffff_ffff };
  test.each([[[self]], ["no list"], [[{ ...self, prefix_tree: -1 }]], [[{ orig: "a" }]], [[null]]])(
    "refuses damaged trees: %j",
    (trees) => {
      const read = () => new EditTrees(new StringStore()).fromJson(trees);
      expect(read).toThrow(expect.objectContaining({ code: "P026" }));
    },
  );
});
