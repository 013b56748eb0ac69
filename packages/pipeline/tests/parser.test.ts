import { Doc, Example, Registry, type Vocab } from "@x/core";
import { adam } from "@x/nn";
import { beforeAll, describe, expect, test } from "vitest";
import { blank, treeReader, type DependencyParser, type Language } from "../src";
import { ArcEagerSystem } from "../src/transition-parser/arc-eager/arc-eager-system";
import { oracleActions } from "../src/transition-parser/oracle";
import { goldenPackages } from "./support/trajectory";
import { treeDocs } from "./support/trees";

const config = {
  min_action_freq: 1,
  model: {
    "@architectures": "spacy.TransitionBasedParser.v2",
    state_type: "parser",
    extra_state_tokens: false,
    hidden_width: 16,
    maxout_pieces: 2,
    use_upper: true,
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
  },
};

const newNlp = () => blank("en", { registry: new Registry().use(...goldenPackages) });
const copyOf = ({ vocab, lexemes }: Doc) => new Doc(vocab, { words: lexemes.map(({ text }) => text) });
const examplesOf = (vocab: Vocab) =>
  treeDocs(vocab).map((reference) => new Example(copyOf(reference), reference));
const treeOf = ({ heads, deps, sentStarts }: Doc) => ({
  heads: [...heads!],
  deps: [...deps!],
  starts: [...sentStarts!],
});

async function annotate(parser: DependencyParser, docs: Doc[]): Promise<ReturnType<typeof treeOf>[]> {
  parser.setAnnotations(docs, await parser.predict(docs));
  return docs.map(treeOf);
}

describe("a trained parser", () => {
  let nlp: Language;
  let parser: DependencyParser;
  let examples: Example[];

  beforeAll(async () => {
    nlp = newNlp();
    examples = examplesOf(nlp.vocab);
    parser = nlp.addPipe<DependencyParser>("parser", { config });
    await nlp.initialize(() => examples);
    const optimizer = adam({ learn_rate: 0.02 });
    for (let step = 0; step < 60; step++) await nlp.update(examples, { optimizer });
  });

  test("knows its trees, also the one with crossing arcs", async () => {
    const found = await annotate(
      parser,
      examples.map(({ reference }) => copyOf(reference)),
    );
    expect(found).toEqual(examples.map(({ reference }) => treeOf(reference)));
    expect(parser.labels).toContain("nsubj");
    const scores = await nlp.evaluate(examples);
    expect([scores.dep_uas, scores.dep_las, scores.sents_f]).toEqual([1, 1, 1]);
  });

  test("is read over one without labels", async () => {
    const other = newNlp();
    const read = other.addPipe<DependencyParser>("parser", { config });
    await read.deserialize(treeReader(await parser.serialize()));
    expect(read.labels).toEqual(parser.labels);
    const docs = examples.map(({ reference }) => copyOf(reference));
    expect(await annotate(read, docs)).toEqual(examples.map(({ reference }) => treeOf(reference)));
  });

  test("keeps the sentence starts of a doc", async () => {
    const [doc] = examples.map(({ reference }) => copyOf(reference));
    doc.sentStarts = Int8Array.from([1, 0, 0, 0, 1, -1, -1]);
    const [{ starts }] = await annotate(parser, [doc]);
    expect(starts[4]).toBe(1);
    expect(starts.slice(5)).toEqual([-1, -1]);
  });

  test("gives a parsed doc the same tree again", async () => {
    const docs = examples.map(({ reference }) => copyOf(reference));
    const first = await annotate(parser, docs);
    docs[0].heads![0] = 6;
    expect(await annotate(parser, docs)).toEqual(first);
  });

  test("does not learn from examples without annotation", async () => {
    const losses: Record<string, number> = {};
    const doc = copyOf(examples[0].reference);
    await parser.update([new Example(doc, copyOf(doc))], { losses });
    expect(losses.parser).toBe(0);
  });

  test("empty docs pass", async () => {
    expect((await nlp("")).length).toBe(0);
  });
});

test("rare labels are learned as dep; shift and reduce stay, however few arcs there are", () => {
  const examples = examplesOf(newNlp().vocab);
  const system = new ArcEagerSystem({ min_action_freq: 30 });
  system.setActions(system.countActions(examples));
  expect(Array.from({ length: system.classCount }, (_, action) => system.className(action))).toEqual([
    "S",
    "D",
    "L-dep",
    "R-dep",
    "B-ROOT",
  ]);
});

test("a tree across preset sentence starts is learned by the cheapest actions", () => {
  const [{ predicted, reference }] = examplesOf(newNlp().vocab);
  predicted.sentStarts = Int8Array.from([1, -1, -1, 1, -1, -1, -1]);
  const system = new ArcEagerSystem();
  system.setActions(system.countActions([new Example(predicted, reference)]));
  const [state] = system.initBatch([predicted]);
  const gold = system.initGold(state, new Example(predicted, reference));
  for (const action of oracleActions(system, state.copy(), gold)) system.apply(state, action);
  expect(state.isFinal).toBe(true);
  expect([...state.heads]).toEqual([1, 2, -1, -1, 5, 3, 3]);
});

test("parts of words are joined only if they stand side by side", () => {
  const { vocab } = newNlp();
  const reference = new Doc(vocab, { words: ["a", "b", "c"], heads: [1, 2, 2], deps: ["x", "x", "ROOT"] });
  const system = new ArcEagerSystem({ learn_tokens: true });
  const example = new Example(copyOf(reference), reference);
  system.setActions(system.countActions([example]));
  const [left, right] = [system.find(2, "subtok"), system.find(3, "subtok")];
  const [state] = system.initBatch([example.predicted]);
  const valid = new Int32Array(system.classCount);
  const listed = () => [...valid.subarray(0, system.listValid(state, valid))];
  system.apply(state, system.find(0, ""));
  expect(listed()).toEqual(expect.arrayContaining([left, right]));
  system.apply(state, system.find(0, ""));
  system.apply(state, system.find(2, "x"));
  expect(listed()).not.toContain(left);
  expect(listed()).not.toContain(right);
  expect(listed()).toContain(system.find(2, "x"));
});

test("joined parts become one token", async () => {
  const nlp = newNlp();
  const parser = nlp.addPipe<DependencyParser>("parser", { config: { ...config, learn_tokens: true } });
  const doc = new Doc(nlp.vocab, { words: ["pan", "cake", "s", "rise"] });
  const [state] = parser.system.initBatch([doc]);
  for (const label of ["subtok", "nsubj"]) parser.addLabel(label);
  state.attach(0, 1, parser.system.labelId("subtok"));
  state.attach(1, 2, parser.system.labelId("subtok"));
  state.attach(2, 3, parser.system.labelId("nsubj"));
  parser.setAnnotations([doc], [state]);
  expect([...doc].map((token) => [token.text, token.dep])).toEqual([
    ["pan cake s", "nsubj"],
    ["rise", "ROOT"],
  ]);
});
