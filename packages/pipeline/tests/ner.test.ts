import { Doc, errorCode, Example, Registry, Vocab } from "@x/core";
import { adam } from "@x/nn";
import { beforeAll, describe, expect, test } from "vitest";
import { blank, treeReader, type EntityRecognizer } from "../src";
import { BiluoSystem } from "../src/transition-parser/ner/biluo-system";
import { goldStates } from "../src/transition-parser/oracle";
import { sentenceDocs } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

const model = {
  "@architectures": "spacy.TransitionBasedParser.v2",
  state_type: "ner",
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
};

const examplesOf = (vocab: Vocab) =>
  sentenceDocs(vocab).map((reference) => {
    const words = [...reference].map((token) => token.text);
    return new Example(new Doc(vocab, { words, spaces: [...reference.spaces] }), reference);
  });
const entsOf = (docs: readonly Doc[]) =>
  docs.map((doc) => doc.ents.map(({ start, end, label }) => `${start} ${end} ${label}`));

async function predict(ner: EntityRecognizer, examples: readonly Example[]): Promise<string[][]> {
  const docs = examples.map(({ predicted }) => predicted.copy());
  ner.setAnnotations(docs, await ner.predict(docs));
  return entsOf(docs);
}

describe("a trained recognizer", () => {
  const nlp = blank("en", { registry: new Registry().use(...goldenPackages) });
  const examples = examplesOf(nlp.vocab);
  let ner: EntityRecognizer;

  beforeAll(async () => {
    ner = nlp.addPipe<EntityRecognizer>("ner", { config: { model } });
    await nlp.initialize(() => examples);
    const optimizer = adam({ learn_rate: 0.02 });
    for (let step = 0; step < 40; step++) await nlp.update(examples, { optimizer });
  });

  test("knows its entities", async () => {
    expect(ner.labels).toEqual(["LOC", "ORG", "PER"]);
    expect(await predict(ner, examples)).toEqual(entsOf(examples.map(({ reference }) => reference)));
  });

  test.each([[["A"]], [["A", "B", "C", "D", "E"]]])(
    "is read over one with other labels: %s",
    async (labels) => {
      const other = blank("en", { registry: new Registry().use(...goldenPackages) });
      const read = other.addPipe<EntityRecognizer>("ner", { config: { model } });
      for (const label of labels) read.addLabel(label);
      await other.initialize(() => examples.map(({ predicted }) => new Example(predicted, predicted)));
      await read.deserialize(treeReader(await ner.serialize()));
      expect(read.labels).toEqual(ner.labels);
      expect(await predict(read, examples)).toEqual(await predict(ner, examples));
    },
  );

  test("does not learn from examples without annotation", async () => {
    const [{ predicted }] = examples;
    const losses: Record<string, number> = {};
    await ner.update([new Example(predicted.copy(), predicted.copy())], { losses });
    expect(losses.ner).toBe(0);
    expect(
      ner.model
        .getRef("upper")
        .getParam("W")
        .grad!.every((value) => value === 0),
    ).toBe(true);
  });

  test("keeps its predictions when a label is added, and learns that label when it comes", async () => {
    const before = await predict(ner, examples);
    expect(ner.addLabel("DATE")).toBe(true);
    expect(ner.addLabel("DATE")).toBe(false);
    expect(ner.labels).toEqual(["DATE", "LOC", "ORG", "PER"]);
    expect(await predict(ner, examples)).toEqual(before);
    const size = ner.system.classCount;
    expect([...ner.model.attr<Set<number>>("unseen_classes")]).toEqual([
      size - 4,
      size - 3,
      size - 2,
      size - 1,
    ]);
    const dated = examples.map(({ predicted, reference }) => {
      const doc = reference.copy();
      doc.setEnts([...doc.ents, ...daysOf(doc)]);
      return new Example(predicted, doc);
    });
    const optimizer = adam({ learn_rate: 0.02 });
    for (let step = 0; step < 40; step++) await nlp.update(dated, { optimizer });
    expect(await predict(ner, dated)).toEqual(entsOf(dated.map(({ reference }) => reference)));
  });
});

const daysOf = (doc: Doc) =>
  [...doc].flatMap(({ i, text }) =>
    /^(day|week|winter)$/.test(text) ? [doc.span(i, i + 1, { label: "DATE" })] : [],
  );

describe("gold states", () => {
  const vocab = new Vocab();
  const words = Array.from({ length: 25 }, (_, i) => `w${i}`);
  const system = new BiluoSystem();
  system.setActions(system.countActions([]));
  system.addLabel("X");
  const example = (annotate: (doc: Doc) => void) => {
    const reference = new Doc(vocab, { words });
    annotate(reference);
    return new Example(new Doc(vocab, { words }), reference);
  };

  test("long docs are cut every so many gold actions, short ones stay whole and come first", () => {
    const long = example((doc) => doc.setEnts([doc.span(3, 6, { label: "X" })]));
    const short = new Example(
      new Doc(vocab, { words: ["a"] }),
      new Doc(vocab, { words: ["a"], ents: ["O"] }),
    );
    const { states } = goldStates(system, [long, short], 8);
    expect(states.map(({ buffer, offset }) => [offset, buffer])).toEqual([
      [25, 0],
      [0, 0],
      [0, 8],
      [0, 16],
      [0, 24],
    ]);
    expect(states[2].isOpen).toBe(false);
    expect(goldStates(system, [long]).states).toHaveLength(1);
  });

  test("a piece without annotation is left out, one that is annotated in its last token alone is not", () => {
    const ends = example((doc) => doc.setEnts([doc.span(24, 25, { label: "X" })], { default: "missing" }));
    expect(goldStates(system, [ends], 8).states.map(({ buffer }) => buffer)).toEqual([24]);
    expect(goldStates(system, [ends], 10).states.map(({ buffer }) => buffer)).toEqual([20]);
  });
});

describe("annotation that cannot be learned", () => {
  const vocab = new Vocab();
  const gold = (label: string, key: string | null, wrong: string) => {
    const system = new BiluoSystem(key);
    system.setActions(system.countActions([]));
    for (const known of ["X", "!X"]) system.addLabel(known);
    const reference = new Doc(vocab, { words: ["a", "b"] });
    reference.setEnts([reference.span(0, 2, { label })]);
    reference.spans.set("wrong", [reference.span(0, 2, { label: wrong })]);
    const example = new Example(new Doc(vocab, { words: ["a", "b"] }), reference);
    const [state] = system.initBatch([example.predicted]);
    return () => system.initGold(state, example);
  };

  test.each([
    ["a label without action", gold("Y", null, ""), "P503"],
    ["a label that begins with !", gold("!X", null, ""), "P504"],
    ["an entity that is among the incorrect spans", gold("X", "wrong", "X"), "P505"],
    ["an incorrect span with another label", gold("X", "wrong", "!X"), undefined],
  ])("%s", (_, run, code) => {
    let found: string | undefined;
    try {
      run();
    } catch (error) {
      found = errorCode(error);
    }
    expect(found).toBe(code);
  });
});
