import { mkdtempSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, Example, parseConfig, Registry, XError, type Span } from "@x/core";
import { registrations as nn } from "@x/nn";
import { languageFromConfig, registrations as pipeline, type Language } from "@x/pipeline";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import { registrations, tokenVectors, trfData, type AnnotationSetter } from "../src";

const folder = mkdtempSync(join(tmpdir(), "x-bad-input-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
/** A new checkpoint, which `change` may damage. */
function checkpoint(change: (path: (file: string) => string) => void = () => undefined): string {
  const path = join(folder, String(count++));
  writeTinyCheckpoint(path, { words: ["hello", "you"] });
  change((file) => join(path, file));
  return path;
}

interface Built {
  readonly name?: string;
  readonly getter?: (docs: Doc[]) => unknown;
  readonly setter?: AnnotationSetter;
}

async function build({
  name = checkpoint(),
  getter,
  setter = () => undefined,
}: Built = {}): Promise<Language> {
  const registry = new Registry();
  registry.use(nn, pipeline, registrations);
  const schema = z.strictObject({});
  registry.register("annotation_setters", "my_setter", { schema, create: () => setter });
  registry.register("span_getters", "my_getter", { schema, create: () => getter });
  const config = `
[nlp]
lang = "en"
pipeline = ["transformer", "tagger"]

[components]

[components.transformer]
factory = "transformer"

[components.transformer.model]
@architectures = "spacy-transformers.TransformerModel.v3"
name = ${JSON.stringify(name)}

[components.transformer.model.get_spans]
@span_getters = ${getter === undefined ? '"spacy-transformers.doc_spans.v1"' : '"my_getter"'}

[components.transformer.set_extra_annotations]
@annotation_setters = "my_setter"

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy-transformers.TransformerListener.v1"
grad_factor = 1.0

[components.tagger.model.tok2vec.pooling]
@layers = "reduce_mean.v1"
`;
  const nlp = await languageFromConfig(parseConfig(config), { registry });
  await nlp.initialize(() => [exampleOf(nlp, ["hello", "you"], ["X", "Y"])]);
  return nlp;
}

const exampleOf = (nlp: Language, words: string[], tags: string[]) =>
  new Example(new Doc(nlp.vocab, { words }), new Doc(nlp.vocab, { words, tags }));

async function textsOf(docs: AsyncIterable<Doc>): Promise<string[]> {
  const texts = [];
  for await (const doc of docs) texts.push(doc.text);
  return texts;
}

async function failure(run: () => Promise<unknown>): Promise<XError> {
  const thrown: unknown = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(XError);
  return thrown as XError;
}

test.each<[string, string, (path: (file: string) => string) => void, string]>([
  ["no config", "TR301", (path) => unlinkSync(path("config.json")), "config.json"],
  ["no weights", "TR301", (path) => unlinkSync(path("model.safetensors")), "onnx/model.onnx"],
  ["no tokenizer", "TR100", (path) => unlinkSync(path("vocab.txt")), "tokenizer.json, vocab.txt"],
  ["half of the config", "TR302", (path) => truncateSync(path("config.json"), 99), "config.json"],
  ["half of the weights", "NN460", (path) => truncateSync(path("model.safetensors"), 9999), "cut off"],
  ["no byte of the weights", "NN460", (path) => truncateSync(path("model.safetensors")), "0 bytes"],
  ["no byte of the vocabulary", "TR101", (path) => truncateSync(path("vocab.txt")), "vocab.txt"],
  [
    "half of the tokenizer's config",
    "TR101",
    (path) => truncateSync(path("tokenizer_config.json"), 50),
    "JSON",
  ],
])("a model folder with %s", async (_, code, damage, part) => {
  const thrown = await failure(() => build({ name: checkpoint(damage) }));
  expect([thrown.code, thrown.message]).toEqual([code, expect.stringContaining(part)]);
});

test("an architecture that is not known: the message says so, and that an ONNX export helps", async () => {
  const name = checkpoint((path) => {
    const config = JSON.parse(readFileSync(path("config.json"), "utf8")) as object;
    writeFileSync(path("config.json"), JSON.stringify({ ...config, model_type: "big_bird" }));
  });
  const { code, message } = await failure(() => build({ name }));
  expect(code).toBe("TR300");
  expect(message).toMatch(/big_bird.*onnx\/model\.onnx/s);
});

test("a tokenizer that names no longest input: the network's positions are the limit", async () => {
  const name = checkpoint((path) => {
    const config = JSON.parse(readFileSync(path("tokenizer_config.json"), "utf8")) as object;
    writeFileSync(path("tokenizer_config.json"), JSON.stringify({ ...config, model_max_length: undefined }));
  });
  const doc = await (await build({ name }))("hello ".repeat(300).trim());
  expect(trfData(doc)!.wordpieces.width).toBeLessThanOrEqual(64);
  expect([...trfData(doc)!.align.lengths]).toEqual(new Array<number>(300).fill(1));
});

test("empty and whitespace Docs, signs that stand for nothing: annotated, and learned from", async () => {
  const nlp = await build();
  const texts = ["", " ", "\n\n\t", "hello", "\u0000", "\ud800", "", "   hello   "];
  const docs = [];
  for await (const doc of nlp.pipe(texts)) docs.push(doc);
  expect(docs.map(({ text }) => text)).toEqual(texts);
  for (const doc of docs) expect((await tokenVectors(doc)).shape[0]).toBe(doc.length);
  expect(await textsOf(nlp.pipe(["", ""]))).toEqual(["", ""]);
  const examples = [exampleOf(nlp, [], []), exampleOf(nlp, ["\n"], ["X"]), exampleOf(nlp, ["you"], ["Y"])];
  expect((await nlp.update(examples)).tagger).toBeGreaterThan(0);
  expect((await nlp.update([exampleOf(nlp, [], [])])).tagger).toBe(0);
});

test("a word of 20,000 signs, known and unknown ones", async () => {
  const nlp = await build();
  for (const text of ["hello".repeat(4000), "\u4e00".repeat(20_000)]) {
    const doc = await nlp(text);
    expect([...(await tokenVectors(doc)).data].map(Number).every(Number.isFinite)).toBe(true);
    expect(doc.text).toBe(text);
  }
});

test("a getter without spans: zeros are annotated and nothing is learned, but nothing is lost", async () => {
  const none = (docs: Doc[]) => docs.map(() => []);
  const empty = (docs: Doc[]) => docs.map((doc) => [doc.span(0, 0)]);
  const some = (docs: Doc[]) => docs.map((doc, i) => (i === 0 ? [] : [doc.span(0, 1)]));
  for (const getter of [none, empty, some]) {
    const nlp = await build({ getter });
    expect(await textsOf(nlp.pipe(["hello you", "you hello"]))).toEqual(["hello you", "you hello"]);
    const examples = [exampleOf(nlp, ["hello", "you"], ["X", "Y"]), exampleOf(nlp, ["you"], ["Y"])];
    expect((await nlp.update(examples)).tagger).toBeGreaterThan(0);
  }
});

test("spans in any order, empty ones between: every token that was read keeps its vector", async () => {
  const vectors = [];
  const spans = (doc: Doc): Span[] => [doc.span(0, 1), doc.span(1, 3)];
  for (const getter of [
    (docs: Doc[]) => docs.map(spans),
    (docs: Doc[]) => docs.map((doc) => spans(doc).reverse()),
    (docs: Doc[]) => docs.map((doc) => [doc.span(0, 0), ...spans(doc), doc.span(2, 2)]),
  ]) {
    const nlp = await build({ getter });
    const data = [...(await tokenVectors(await nlp("hello you hello"))).data].map(Number);
    expect(data.some((value) => value === 0)).toBe(false);
    vectors.push(data.map((value) => value.toFixed(5)));
    expect(
      (await nlp.update([exampleOf(nlp, ["hello", "you", "you"], ["X", "Y", "Y"])])).tagger,
    ).toBeGreaterThan(0);
  }
  expect(vectors[1]).toEqual(vectors[0]);
  expect(vectors[2]).toEqual(vectors[0]);
});

test("a getter that fails, or gives spans of other Docs", async () => {
  const broken = await failure(async () => (await build({ getter: () => undefined }))("hello"));
  expect(broken.code).toBe("TR120");
  const other = await failure(async () => {
    const nlp = await build({ getter: (docs) => docs.map(() => [docs[0].span(0, 1)]) });
    return textsOf(nlp.pipe(["hello", "you"]));
  });
  expect(other.code).toBe("TR121");
  const { code, cause } = await failure(async () => {
    const nlp = await build({
      getter: () => {
        throw new Error("no spans today");
      },
    });
    return nlp("hello");
  });
  expect([code, (cause as Error).message]).toEqual(["P018", "no spans today"]);
});

test("a setter that throws: the component and the text are named, Docs before and after it come", async () => {
  const nlp = await build({
    setter: (docs) => {
      if (docs.some(({ text }) => text === "bad")) throw new Error("no annotation today");
    },
  });
  const texts: string[] = [];
  const { code, message, cause } = await failure(async () => {
    for await (const doc of nlp.pipe(["hello", "bad", "you"], { batchSize: 1 })) texts.push(doc.text);
  });
  expect([code, (cause as Error).message]).toEqual(["P018", "no annotation today"]);
  expect(message).toMatch(/"transformer".*"bad"/s);
  expect(texts).toEqual(["hello"]);
  expect(await textsOf(nlp.pipe(["hello", "you"]))).toEqual(["hello", "you"]);
});
