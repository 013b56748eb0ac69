import { describe, expect, test } from "vitest";
import { Doc } from "../doc/doc";
import { Vocab } from "../text/vocab";
import { Example } from "./example";
import type { ExampleDict } from "./example-dict";
import { containsCycle, deprojectivize, isNonprojTree, projectivize } from "./nonproj";

const vocab = new Vocab();
const code = (expected: string) => expect.objectContaining({ code: expected });
const plain = () => new Doc(vocab, { words: ["Ada", "met", "Bo", "."], spaces: [1, 1, 0, 0] });

describe("examples from dictionaries", () => {
  test("offsets count UTF-16 units, as everywhere in the API", () => {
    const predicted = new Doc(vocab, { words: ["😀", "Rio"], spaces: [1, 0] });
    const { reference } = Example.fromDict(predicted, {
      entities: [[3, 6, "LOC"]],
      links: [[3, 6, { Q1: 1, Q2: 0 }]],
    });
    expect(reference.ents.map(({ text, kbId }) => [text, kbId])).toEqual([["Rio", "Q1"]]);
  });

  test("toDict gives what fromDict reads", () => {
    const words = ["Ada", "met", "Bo", "."];
    const reference = new Doc(vocab, {
      words,
      spaces: [1, 1, 0, 0],
      tags: ["N", "V", "N", "P"],
      morphs: ["A=1", "", "", ""],
      heads: [1, 1, 1, 1],
      deps: ["nsubj", "ROOT", "dobj", "punct"],
      ents: ["B-PER", "O", "B-PER", "O"],
    });
    reference.cats = { A: 0.5 };
    reference.spans.set("sc", [reference.span(0, 2, { label: "X", kbId: "Q" })]);
    const example = new Example(plain(), reference);
    const again = Example.fromDict(plain(), example.toDict());
    expect(again.toDict()).toEqual(example.toDict());
    expect(again.reference.toJson()).toEqual(reference.toJson());
  });

  test.each([
    ["E006", { tag: ["A"] }],
    ["E006", { doc_annotation: { tags: [] } }],
    ["E007", { tags: ["A"] }],
    ["E007", { entities: ["O"] }],
    ["E008", { tags: ["A", "B", null, "C"] }],
    ["E008", { tags: "A" }],
    ["E008", { spans: [[0, 1]] }],
    ["E009", { entities: [[0, 3]] }],
    ["E009", { entities: "O" }],
    ["E010", { spans: { sc: [[0, 2]] } }],
    ["E010", { links: [[0, 2, { Q: 1 }]] }],
    ["E011", { links: [[0, 3, { Q: 1, R: 1 }]] }],
    ["D014", { heads: [9, 1, 1, 1], deps: ["a", "b", "c", "d"] }],
  ])("%s for %j", (expected, annotation) => {
    expect(() => Example.fromDict(plain(), annotation as unknown as ExampleDict)).toThrow(code(expected));
  });
});

describe("aligned annotation", () => {
  test("a sentence that begins with lone whitespace begins at its first aligned token", () => {
    const reference = new Doc(vocab, { words: ["a", "\n", "b"], spaces: [0, 0, 0], sentStarts: [1, 1, -1] });
    const example = new Example(new Doc(vocab, { words: ["a", "b"], spaces: [1, 0] }), reference);
    expect(example.getAlignedSentStarts()).toEqual([true, true]);
  });

  test("numbers are signed, texts are keys or strings", () => {
    const reference = new Doc(vocab, {
      words: ["a", "b"],
      heads: [0, 0],
      deps: ["ROOT", "dep"],
      tags: ["X", "Y"],
    });
    const example = new Example(new Doc(vocab, { words: ["a", "b"] }), reference);
    expect(example.getAligned("HEAD")).toEqual([0, -1]);
    expect(example.getAligned("SENT_START")).toEqual([1, -1]);
    expect(example.getAligned("TAG")).toEqual(["X", "Y"].map((tag) => vocab.strings.keyOf(tag)));
    expect(example.getAligned("SHAPE", { asString: true })).toEqual(["x", "x"]);
  });

  test("follows retokenizing of the predicted Doc", () => {
    const example = new Example(plain(), plain());
    expect([...example.alignment.x2y.lengths]).toEqual([1, 1, 1, 1]);
    example.predicted.retokenize((retokenizer) => retokenizer.merge(example.predicted.span(0, 2)));
    expect([...example.alignment.x2y.lengths]).toEqual([2, 1, 1]);
  });

  test("only equal entities match", () => {
    const tagged = (ents: string[]) =>
      new Doc(vocab, { words: ["Ada", "met", "Bo", "."], spaces: [1, 1, 0, 0], ents });
    const example = new Example(tagged(["B-PER", "O", "B-PER", "O"]), tagged(["B-PER", "O", "B-ORG", "O"]));
    expect(example.getMatchingEnts().map((ent) => ent.text)).toEqual(["Ada"]);
    expect(example.getMatchingEnts({ checkLabel: false }).map((ent) => ent.text)).toEqual(["Ada", "Bo"]);
  });
});

describe("non-projective trees", () => {
  test("lifting and lowering give the tree back", () => {
    const heads = [6, 3, 3, 3, 6, 6, 3, 3];
    const deps = ["dobj", "aux", "nsubj", "ROOT", "mark", "nsubj", "ccomp", "punct"];
    const lifted = projectivize(heads, deps);
    expect([isNonprojTree(heads), isNonprojTree(lifted.heads)]).toEqual([true, false]);
    expect(lifted.labels[0]).toBe("dobj||ccomp");
    const words = ["What", "did", "you", "say", "that", "he", "bought", "?"];
    const doc = deprojectivize(new Doc(vocab, { words, heads: lifted.heads, deps: lifted.labels }));
    expect([...doc].map((token) => token.head.i)).toEqual(heads);
    expect([...doc].map((token) => token.dep)).toEqual(deps);
  });

  test("cycles are found", () => {
    expect([containsCycle([1, 0]), containsCycle([0, 0]), containsCycle([null, 0])]).toEqual([
      true,
      false,
      false,
    ]);
    expect(() => isNonprojTree([3, 2, 1, 3])).toThrow(code("E012"));
  });
});
