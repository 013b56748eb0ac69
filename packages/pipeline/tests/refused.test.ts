import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, DocBin, Example, parseConfig, Registry } from "@x/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { blank, load, type Language } from "../src";
import { initNlp, train } from "@x/train";
import { testConfig, type TestConfigOptions } from "./support/configs";
import { sentenceDocs, sentenceFile } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

let folder: string;
let registry: Registry;
let nlp: Language;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "x-refused-"));
  registry = new Registry().use(...goldenPackages);
  nlp = blank("en", { registry });
  writeFileSync(join(folder, "train.spacy"), sentenceFile(nlp.vocab));
});
afterEach(() => rmSync(folder, { recursive: true }));

function init(options: TestConfigOptions): Promise<Language> {
  const text = testConfig({ train: JSON.stringify(join(folder, "train.spacy")), ...options });
  return initNlp(parseConfig(text, { interpolate: false, file: "config.cfg" }), { registry });
}

const silent = { write: () => undefined };
const run = (pipeline: Language) => train(pipeline, { stdout: silent, stderr: silent, clock: () => 0 });

test("a listener without upstream", async () => {
  await expect(init({ pipeline: ["tagger"], width: "24" })).rejects.toThrow(/P100.*"tagger".*upstream/);
});

test("an upstream that comes too late", async () => {
  await expect(init({ pipeline: ["tagger", "tok2vec"] })).rejects.toThrow(/P109.*"tagger".*"tok2vec"/);
});

test("vectors of another width", async () => {
  await expect(init({ pipeline: ["tok2vec", "tagger"], width: "32" })).rejects.toThrow(
    /P102.*"tagger".*32.*"tok2vec".*24.*\[components\.tagger\.model\.tok2vec\] width/,
  );
});

test("a frozen upstream that nobody annotates with", async () => {
  const frozen = 'frozen_components = ["tok2vec"]';
  await expect(init({ pipeline: ["tok2vec", "tagger"], training: frozen })).rejects.toThrow(
    /P101.*"tagger".*"tok2vec".*annotating_components = \["tok2vec"\]/,
  );
});

test("a frozen upstream that annotates trains its listeners", async () => {
  const first = await init({ pipeline: ["tok2vec", "tagger"] });
  await first.toDisk(join(folder, "first"));
  const source = join(folder, "first");
  const text = testConfig({
    train: JSON.stringify(join(folder, "train.spacy")),
    pipeline: ["tok2vec", "tagger"],
  })
    .replace(
      /\[components\.tok2vec\][^]*?(?=\[components\.tagger\])/,
      `[components.tok2vec]\nsource = ${JSON.stringify(source)}\n\n`,
    )
    .replace("${components.tok2vec.model.encode.width}", "24")
    .replace("seed = 3", 'seed = 3\nfrozen_components = ["tok2vec"]\nannotating_components = ["tok2vec"]');
  const pipeline = await initNlp(parseConfig(text, { interpolate: false }), {
    registry,
    loadSource: (path, shared) => load(path, { ...shared, packages: [] }),
  });
  const before = (await pipeline.getPipe("tok2vec").serialize()).get("model");
  const result = await run(pipeline);
  expect(result.best!.score).toBeGreaterThan(0.5);
  expect((await pipeline.getPipe("tok2vec").serialize()).get("model")).toEqual(before);
});

test("a frozen component from nowhere is initialized, and stays as it is", async () => {
  const training = 'frozen_components = ["ner"]';
  const pipeline = await init({ pipeline: ["tok2vec", "tagger", "ner"], training });
  const before = (await pipeline.getPipe("ner").serialize()).get("model");
  await run(pipeline);
  expect((await pipeline.getPipe("ner").serialize()).get("model")).toEqual(before);
  expect((await pipeline("Irene called.")).tags).toHaveLength(3);
});

test("names of components that are not there", async () => {
  await expect(
    init({ pipeline: ["tok2vec", "tagger"], training: 'frozen_components = ["ner"]' }),
  ).rejects.toThrow(/P203.*frozen_components.*ner/);
});

test("a pipeline with nothing to train", async () => {
  const pipeline = await init({ pipeline: ["tok2vec", "tagger"] });
  pipeline.config = pipeline.config.set("training.frozen_components", ["tok2vec", "tagger"]);
  await expect(run(pipeline)).rejects.toThrow(/P210/);
});

test("no path, no file, no docs", async () => {
  await expect(init({ pipeline: ["tok2vec", "tagger"], train: "null" })).rejects.toThrow(
    /P300.*--paths\.train/,
  );
  await expect(init({ pipeline: ["tok2vec", "tagger"], train: '"nowhere.spacy"' })).rejects.toThrow(
    /P301.*nowhere/,
  );
  writeFileSync(join(folder, "train.spacy"), new DocBin().toBytes());
  await expect(init({ pipeline: ["tok2vec", "tagger"] })).rejects.toThrow(/P200.*corpora\.train/);
});

test("a file that is cut off, and one of another kind", async () => {
  const whole = readFileSync(join(folder, "train.spacy"));
  writeFileSync(join(folder, "train.spacy"), whole.subarray(0, whole.length / 2));
  await expect(init({ pipeline: ["tok2vec", "tagger"] })).rejects.toThrow(/train\.spacy/);
  writeFileSync(join(folder, "train.spacy"), "not a corpus");
  await expect(init({ pipeline: ["tok2vec", "tagger"] })).rejects.toThrow(/train\.spacy/);
});

test("a corpus without annotation for a component", async () => {
  const bin = new DocBin();
  for (const { lexemes, spaces } of sentenceDocs(nlp.vocab))
    bin.add(new Doc(nlp.vocab, { words: lexemes.map(({ text }) => text), spaces }));
  const bare = join(folder, "bare.spacy");
  writeFileSync(bare, bin.toBytes());
  const trained = await init({ pipeline: ["tok2vec", "tagger", "ner"] });
  trained.config = trained.config.set("paths.train", bare);
  await expect(init({ pipeline: ["tok2vec", "tagger"], train: JSON.stringify(bare) })).rejects.toThrow(
    /P011.*"tagger"/,
  );
  await expect(run(trained)).rejects.toThrow(/P202.*"tagger"/);
});

test("a gold tag that is no label", async () => {
  const trained = await init({ pipeline: ["tok2vec", "tagger"] });
  const example = Example.fromDict(trained.makeDoc("Hello"), { tags: ["NEW"] });
  await expect(trained.update([example])).rejects.toThrow(/P021.*"NEW"/);
});

test("weights of another shape, with both sides", async () => {
  const small = await init({ pipeline: ["tok2vec", "tagger"] });
  await small.toDisk(join(folder, "model"));
  const path = join(folder, "model", "config.cfg");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^width = 24$/gm, "width = 32"));
  await expect(load(join(folder, "model"), { registry, packages: [] })).rejects.toThrow(/24[^]*32|32[^]*24/);
});

test("vectors that are not there", async () => {
  const pipeline = await init({ pipeline: ["tok2vec", "tagger"] });
  pipeline.config = pipeline.config.set("initialize.vectors", "en_vectors");
  await expect(pipeline.initialize()).rejects.toThrow(/P404.*vectors = "en_vectors"/);
});

test("a folder that is no pipeline", async () => {
  await expect(load(folder, { registry, packages: [] })).rejects.toThrow(/P400.*config\.cfg/);
});

test("batches of nothing, empty and odd texts train and predict", async () => {
  const pipeline = await init({ pipeline: ["tok2vec", "tagger", "ner"] });
  expect(await pipeline.update([])).toEqual({});
  const empty = Example.fromDict(pipeline.makeDoc(""), {});
  expect(await pipeline.update([empty])).toEqual({ tok2vec: 0, tagger: 0, ner: 0 });
  const [first] = sentenceDocs(pipeline.vocab);
  const losses = await pipeline.update([empty, new Example(pipeline.makeDoc(first.text), first)]);
  expect(losses.tagger).toBeGreaterThan(0);
  for (const text of ["", " ", "\n\n", "\ud83d", "a\udc00b", "\u0000"])
    expect((await pipeline(text)).text).toBe(text);
  expect(await pipeline.evaluate([])).toMatchObject({ speed: null });
});
