import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, DocBin, Example, parseConfig, Registry } from "@x/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { blank, type Language } from "../src";
import { corpus, initNlp } from "@x/train";
import { testConfig } from "./support/configs";
import { goldenPackages } from "./support/trajectory";

const registry = new Registry().use(...goldenPackages);
const nlp = blank("en", { registry });
const words = ["Mira", "sold", "the", "lamp"];
const plain = () => new Doc(nlp.vocab, { words });
const example = (annotate: (doc: Doc) => void) => {
  const doc = plain();
  annotate(doc);
  return new Example(plain(), doc);
};
const tree = (heads: readonly number[]) => {
  const doc = new Doc(nlp.vocab, { words, heads: [1, 1, 3, 1], deps: ["nsubj", "ROOT", "det", "obj"] });
  // Written over, as a broken converter would.
  doc.heads!.set(heads);
  return doc;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "x-bad-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
function write(docs: readonly Doc[]): string {
  const path = join(folder, "train.spacy");
  writeFileSync(path, new DocBin({ docs, storeUserData: true }).toBytes());
  return path;
}

async function trained(factory: string, good: Example): Promise<Language> {
  const pipeline = blank("en", { registry });
  pipeline.addPipe(factory);
  await pipeline.initialize(() => [good]);
  return pipeline;
}

describe("a corpus names the document that is wrong", () => {
  const parsing = blank("en", { registry });
  parsing.addPipe("parser");
  const read = (path: string, pipeline = parsing) => [...corpus(path)(pipeline)];

  test("heads out of the document", () => {
    const path = write([tree([1, 1, 3, 1]), tree([1, 9, 3, 1])]);
    expect(() => read(path)).toThrow(/P305.*train\.spacy:2 .*head of token 1 is at 9/s);
    const below = write([tree([1, -2, 3, 1])]);
    expect(() => read(below)).toThrow(/P305.*train\.spacy:1 .*head of token 1/s);
  });

  test("heads that form a cycle, where a parser learns from them", () => {
    const path = write([tree([1, 1, 3, 1]), tree([1, 1, 3, 1]), tree([1, 1, 3, 2])]);
    expect(() => read(path)).toThrow(/P305.*train\.spacy:3 .*token 2 "the".*cycle/s);
    // Nobody else needs the tree.
    expect(read(path, nlp)).toHaveLength(3);
  });

  test("a training is refused before its first step", async () => {
    const path = JSON.stringify(write([tree([1, 9, 3, 1])]));
    const text = testConfig({ pipeline: ["tok2vec", "tagger"], train: path });
    await expect(initNlp(parseConfig(text, { interpolate: false }), { registry })).rejects.toMatchObject({
      code: "P305",
    });
  });
});

describe("annotation by offsets", () => {
  const make = (annotation: Parameters<typeof Example.fromDict>[1]) =>
    Example.fromDict(nlp.makeDoc("Mira sold the lamp"), annotation);

  test("entities that overlap are refused, those across tokens are not known", () => {
    expect(() => make({ entities: [[0, 9, "A"], [5, 9, "B"]] })).toThrow(/E002.*\(0, 9, A\).*\(5, 9, B\)/s); // prettier-ignore
    expect(make({ entities: [[1, 4, "A"]] }).getAlignedNer()).toEqual(["", "O", "O", "O"]);
  });

  test("spans that do not begin and end at tokens are refused", () => {
    for (const span of [
      [1, 4, "A"],
      [4, 3, "A"],
      [5, 99, "A"],
    ] as const)
      // prettier-ignore
      expect(() => make({ spans: { sc: [span] } })).toThrow(/E010/);
  });

  test("heads out of the document are refused", () => {
    expect(() => make({ words, heads: [0, 4, 0, 0], deps: ["a", "b", "c", "d"] })).toThrow(
      /D014.*token 1.*4/s,
    );
  });
});

describe("labels that the component does not know", () => {
  test.each([
    ["tagger", "P021", (doc: Doc, label: string) => void (doc.tags = [label, "X", "X", "X"])],
    ["spancat", "P044", (doc: Doc, label: string) => void doc.spans.set("sc", [doc.span(0, 1, { label })])],
    ["textcat", "P043", (doc: Doc, label: string) => void (doc.cats = { [label]: 1, X: 0 })],
    ["textcat_multilabel", "P043", (doc: Doc, label: string) => void (doc.cats = { [label]: 1 })],
  ])("%s", async (factory, code, annotate) => {
    const pipeline = await trained(factory, example((doc) => annotate(doc, "KNOWN"))); // prettier-ignore
    await expect(pipeline.update([example((doc) => annotate(doc, "NEW"))])).rejects.toMatchObject({ code });
    await pipeline.update([example((doc) => annotate(doc, "KNOWN"))]);
  });

  test("categories with values that are none", async () => {
    const pipeline = await trained("textcat_multilabel", example((doc) => void (doc.cats = { A: 1 }))); // prettier-ignore
    await expect(pipeline.update([example((doc) => void (doc.cats = { A: 0.5 }))])).rejects.toMatchObject({
      code: "P042",
    });
  });

  test("entities: taken as spaCy takes them", async () => {
    const ner = await trained("ner", example((doc) => doc.setEnts([doc.span(0, 1, { label: "A" })]))); // prettier-ignore
    await ner.update([example((doc) => doc.setEnts([doc.span(0, 1, { label: "B" })]))]);
  });
});
