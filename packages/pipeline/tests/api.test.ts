import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, Example, parseConfig, Registry } from "@x/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { blank, languageFromConfig, load, treeReader, type Language, type TrainablePipe } from "../src";
import { testConfig } from "./support/configs";
import { sentenceDocs } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

let registry: Registry;
let folder: string;
beforeEach(() => {
  registry = new Registry().use(...goldenPackages);
  folder = mkdtempSync(join(tmpdir(), "x-api-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const examplesOf = (nlp: Language) =>
  sentenceDocs(nlp.vocab).map((doc) => new Example(nlp.makeDoc(doc.text), doc));
const fromText = (text: string) =>
  languageFromConfig(parseConfig(text, { interpolate: false }), {
    registry,
    loadSource: (path, shared) => load(path, { ...shared, packages: [] }),
  });
const tagsOf = async (nlp: Language, text = "Irene sold two boats.") => (await nlp(text)).tags;

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

async function trained(pipeline = ["tok2vec", "tagger", "ner"], steps = 25): Promise<Language> {
  const nlp = await fromText(testConfig({ pipeline }));
  const examples = examplesOf(nlp);
  const optimizer = await nlp.initialize(() => examples);
  for (let step = 0; step < steps; step++) await nlp.update(examples, { optimizer });
  return nlp;
}

test("a pipeline built by hand trains, and is evaluated", async () => {
  const nlp = blank("en", { registry });
  nlp.addPipe("tok2vec", { config: { model: smallModel } });
  nlp.addPipe("tagger", { config: { model: listening } });
  const examples = examplesOf(nlp);
  await nlp.initialize(() => examples);
  const before = await nlp.evaluate(examples);
  const losses = await nlp.update(examples, { drop: 0.1 });
  expect(Object.keys(losses)).toEqual(["tok2vec", "tagger"]);
  for (let step = 0; step < 60; step++) await nlp.update(examples, { drop: 0.1, losses });
  const after = await nlp.evaluate(examples);
  expect(after.tag_acc).toBeGreaterThan((before.tag_acc as number) + 0.3);
  expect(examples[0].predicted.tags).toBeUndefined();
});

const smallModel = {
  "@architectures": "spacy.HashEmbedCNN.v2",
  width: 16,
  depth: 1,
  embed_size: 100,
  window_size: 1,
  maxout_pieces: 2,
  subword_features: true,
  pretrained_vectors: null,
};
const listening = {
  "@architectures": "spacy.Tagger.v2",
  tok2vec: { "@architectures": "spacy.Tok2VecListener.v1", width: 16 },
};

test("the default components run without a config", async () => {
  const nlp = blank("en", { registry });
  nlp.addPipe("tagger");
  nlp.addPipe("ner");
  const examples = examplesOf(nlp);
  await nlp.initialize(() => examples);
  const losses = await nlp.update(examples);
  expect(losses.tagger).toBeGreaterThan(0);
  expect((await nlp("Acme called.")).tags).toHaveLength(3);
});

test("predictions overlap with each other and with training", async () => {
  const nlp = await trained();
  const examples = examplesOf(nlp);
  const texts = examples.map(({ text }) => text);
  const expected = await Promise.all(texts.map((text) => nlp(text)));
  const streams = await Promise.all([1, 3, 50].map((batchSize) => collect(nlp.pipe(texts, { batchSize }))));
  for (const docs of streams) expect(docs.map(({ tags }) => tags)).toEqual(expected.map(({ tags }) => tags));
  const together = await Promise.all([
    nlp.update(examples),
    nlp(texts[0]),
    nlp.evaluate(examples),
    nlp.update(examples),
    nlp.toBytes(),
  ]);
  expect(together[1].tags).toHaveLength(examples[0].length);
});

test("a component is taken over from another pipeline", async () => {
  const nlp = await trained();
  const expected = await tagsOf(nlp);
  const other = blank("en", { registry });
  other.addPipe("tok2vec", { source: nlp });
  other.addPipe("tagger", { source: nlp, name: "tags" });
  expect(await tagsOf(other)).toEqual(expected);
  expect(other.config.get("components.tags.factory")).toBe("tagger");
  expect(() => other.addPipe("parser", { source: nlp })).toThrow(/P016.*tok2vec, tagger, ner/);
});

test("a config takes components from a saved pipeline, with their own copy of the shared layer", async () => {
  const nlp = await trained();
  await nlp.toDisk(join(folder, "saved"));
  const source = `source = ${JSON.stringify(join(folder, "saved"))}`;
  const text = `
[nlp]
lang = "en"
pipeline = ["tagger", "entities"]

[components]

[components.tagger]
${source}
replace_listeners = ["model.tok2vec"]

[components.entities]
${source}
component = "ner"
replace_listeners = ["model.tok2vec"]
`;
  const mixed = await fromText(text);
  const doc = await mixed("Irene sold two boats in Lisbon.");
  const expected = await nlp("Irene sold two boats in Lisbon.");
  expect(doc.tags).toEqual(expected.tags);
  expect(doc.ents.map(String)).toEqual(expected.ents.map(String));
  expect(mixed.config.get("components.tagger.model.tok2vec.@architectures")).toBe("spacy.Tok2Vec.v2");
  await mixed.toDisk(join(folder, "mixed"));
  const again = await load(join(folder, "mixed"), { registry, packages: [] });
  expect((await again("Irene sold two boats in Lisbon.")).tags).toEqual(expected.tags);
});

test("loaded pipelines go on learning", async () => {
  const nlp = await trained(["tok2vec", "tagger"], 5);
  await nlp.toDisk(join(folder, "saved"));
  const loaded = await load(join(folder, "saved"), { registry, packages: [], disable: ["tok2vec"] });
  expect(loaded.disabled).toEqual(["tok2vec"]);
  loaded.enablePipe("tok2vec");
  const examples = examplesOf(loaded);
  const before = await loaded.evaluate(examples);
  const optimizer = loaded.resumeTraining();
  for (let step = 0; step < 40; step++) await loaded.update(examples, { optimizer });
  expect((await loaded.evaluate(examples)).tag_acc).toBeGreaterThan(before.tag_acc as number);
});

test("static vectors of a loaded pipeline are still there when it is saved again", async () => {
  const nlp = await trained(["tok2vec", "tagger"], 1);
  nlp.vocab.setVector("house", [1, 2, 3]);
  nlp.vocab.vectors.name = "mine";
  const files = await nlp.serialize();
  const again = await trained(["tok2vec", "tagger"], 1);
  await again.deserialize(treeReader(files));
  expect(again.vocab.getVector("house")).toEqual(Float32Array.of(1, 2, 3));
  expect(again.meta.vectors).toEqual({ width: 3, vectors: 100, keys: 1, name: "mine", mode: "default" });
  expect((await again.serialize()).get("vocab/vectors")).toEqual(files.get("vocab/vectors"));
});

test("parts of a pipeline are loaded", async () => {
  const nlp = await trained();
  await nlp.toDisk(join(folder, "saved"));
  const options = { registry, packages: [] };
  const without = await load(join(folder, "saved"), { ...options, exclude: ["ner"] });
  expect(without.componentNames).toEqual(["tok2vec", "tagger"]);
  const only = await load(join(folder, "saved"), { ...options, enable: ["tok2vec", "ner"] });
  expect(only.pipeNames).toEqual(["tok2vec", "ner"]);
  const overridden = await load(join(folder, "saved"), { ...options, overrides: { "nlp.batch_size": 7 } });
  expect(overridden.batchSize).toBe(7);
});

test("a doc that has tags keeps them, unless the tagger may overwrite", async () => {
  const nlp = await trained(["tok2vec", "tagger"]);
  const doc = new Doc(nlp.vocab, { words: ["Irene", "sold"], tags: ["", "XX"] });
  expect((await nlp(doc)).tags![1]).toBe("XX");
  nlp.getPipe<TrainablePipe>("tagger").cfg.overwrite = true;
  expect((await nlp(doc)).tags![1]).not.toBe("XX");
});

test("labels can be given instead of being collected", async () => {
  const nlp = await fromText(testConfig({ pipeline: ["tok2vec", "tagger"] }));
  nlp.config = nlp.config.set("initialize.components.tagger.labels", ["B", "A"]);
  await nlp.initialize();
  expect(nlp.getPipe("tagger").labels).toEqual(["B", "A"]);
  expect(() => nlp.getPipe<TrainablePipe>("tagger").addLabel("C")).toThrow(/P020/);
  expect(() => nlp.getPipe<TrainablePipe>("tok2vec").addLabel("C")).toThrow(/P010/);
});
