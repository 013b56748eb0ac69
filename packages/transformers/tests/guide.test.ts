import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, Example, parseConfig, Registry, type Span } from "@x/core";
import { modelArg } from "@x/core/spi";
import { Model, registrations as nn, tensor, type Sequences, type Tensor } from "@x/nn";
import { Param, type Forward } from "@x/nn/spi";
import {
  languageFromConfig,
  load,
  registrations as pipeline,
  type Language,
  type TrainablePipe,
} from "@x/pipeline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import type { Transformer } from "../src";
import {
  findShim,
  FullTransformerBatch,
  registrations,
  tokenVectors,
  trfData,
  WordpieceBatch,
  type ModelOutput,
} from "../src";

/** What the guide says about transformers, by example. */
const folder = mkdtempSync(join(tmpdir(), "x-guide-"));
const checkpoint = join(folder, "checkpoint");
beforeAll(() =>
  writeTinyCheckpoint(checkpoint, { words: ["apple", "shares", "rose", "on", "the", "news", "pie"] }),
);
afterAll(() => rmSync(folder, { recursive: true }));

function freshRegistry(): Registry {
  const registry = new Registry();
  registry.use(nn, pipeline, registrations);
  return registry;
}

async function build(components: string, registry = freshRegistry()): Promise<Language> {
  const names = [...components.matchAll(/^\[components\.(\w+)\]/gm)].map(([, name]) => JSON.stringify(name));
  const text = `[nlp]\nlang = "en"\npipeline = [${names.join(", ")}]\n\n[components]\n${components}`;
  return languageFromConfig(parseConfig(text), { registry });
}

const examplesFor = (nlp: Language) => () =>
  [
    { words: ["Apple", "shares", "rose"], tags: ["NOUN", "NOUN", "VERB"], ents: ["B-ORG", "O", "O"] },
    { words: ["the", "apple", "pie"], tags: ["DET", "NOUN", "NOUN"], ents: ["O", "O", "O"] },
  ].map(
    ({ words, tags, ents }) =>
      new Example(new Doc(nlp.vocab, { words }), new Doc(nlp.vocab, { words, tags, ents })),
  );

const transformer = (more = "") => `
[components.transformer]
factory = "transformer"
max_batch_items = 4096

[components.transformer.model]
@architectures = "spacy-transformers.TransformerModel.v3"
name = "${checkpoint}"
tokenizer_config = {"use_fast": true}
${
  more ||
  `
[components.transformer.model.get_spans]
@span_getters = "spacy-transformers.doc_spans.v1"

[components.transformer.set_extra_annotations]
@annotation_setters = "spacy-transformers.null_annotation_setter.v1"
`
}`;

const tagger = (gradFactor = "grad_factor = 1.0") => `
[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"
nO = null

[components.tagger.model.tok2vec]
@architectures = "spacy-transformers.TransformerListener.v1"
${gradFactor}

[components.tagger.model.tok2vec.pooling]
@layers = "reduce_mean.v1"
`;

test("a shared transformer, the outputs of Docs, a tagger on it", async () => {
  const nlp = await build(transformer() + tagger());
  await nlp.initialize(examplesFor(nlp));
  const doc = await nlp("Apple shares rose on the news. Apple pie.");
  const data = trfData(doc)!;
  expect(doc._.trf_data).toBe(data);
  expect(data.tensors.map((value) => (value as Tensor).shape)).toEqual([
    data.modelOutput.lastHiddenState!.shape,
    [1, 16],
  ]);
  expect(data.wordpieces.strings[0].slice(0, 4)).toEqual(["[CLS]", "apple", "shares", "rose"]);
  expect(data.align.lengths).toHaveLength(doc.length);
  const vectors = await tokenVectors(doc);
  expect(vectors.shape).toEqual([doc.length, 16]);
  // The same word in another context has another vector.
  const [first, second] = [0, 7].map((token) => [...vectors.data.slice(token * 16, token * 16 + 16)]);
  expect(doc.token(7).text).toBe("Apple");
  expect(first).not.toEqual(second);

  const losses = await nlp.update([...examplesFor(nlp)()]);
  expect(losses.tagger).toBeGreaterThan(0);
});

test("settings reach the network: all hidden states and attentions", async () => {
  const nlp = await build(
    transformer(`transformer_config = {"output_attentions": true, "output_hidden_states": true}

[components.transformer.model.get_spans]
@span_getters = "spacy-transformers.strided_spans.v1"
window = 4
stride = 3
`),
  );
  await nlp.initialize();
  const { modelOutput, allHiddenLayerStates } = trfData(await nlp("Apple shares rose on the news"))!;
  expect(modelOutput.hiddenStates).toHaveLength(3);
  expect(modelOutput.attentions![0].shape.slice(0, 2)).toEqual([2, 2]);
  expect(allHiddenLayerStates[2]).toEqual(modelOutput.lastHiddenState);
});

test("a span getter of one's own: sentences, cut at a maximum", async () => {
  const registry = freshRegistry();
  registry.register("span_getters", "custom_sent_spans", {
    schema: z.strictObject({ max_length: z.int().min(1) }),
    create:
      ({ max_length }: { max_length: number }) =>
      (docs: Doc[]): Span[][] =>
        docs.map((doc) => {
          const spans: Span[] = [];
          for (const sent of doc.sents)
            for (let start = sent.start; start < sent.end; start += max_length)
              spans.push(doc.span(start, Math.min(start + max_length, sent.end)));
          return spans;
        }),
  });
  const nlp = await build(
    `[components.sentencizer]
factory = "sentencizer"
${transformer(`
[components.transformer.model.get_spans]
@span_getters = "custom_sent_spans"
max_length = 3
`)}`,
    registry,
  );
  await nlp.initialize();
  const doc = await nlp("Apple shares rose on the news. Apple pie.");
  expect(trfData(doc)!.wordpieces.rows).toBe(4);
  expect(trfData(doc)!.align.lengths).toHaveLength(doc.length);
});

test("an annotation setter of one's own", async () => {
  const registry = freshRegistry();
  registry.register("annotation_setters", "custom_annotation_setter.v1", {
    schema: z.strictObject({}),
    create: () => (docs: Doc[], output: FullTransformerBatch) => {
      output.docData.forEach(({ tensors }, i) =>
        docs[i].userData.set("custom_attr", (tensors[0] as Tensor).shape),
      );
    },
  });
  const nlp = await build(
    transformer(`
[components.transformer.model.get_spans]
@span_getters = "spacy-transformers.doc_spans.v1"

[components.transformer.set_extra_annotations]
@annotation_setters = "custom_annotation_setter.v1"
`),
    registry,
  );
  await nlp.initialize();
  expect((await nlp("Apple pie")).userData.get("custom_attr")).toEqual([1, 4, 16]);
  nlp.getPipe<Transformer>("transformer").setExtraAnnotations = (docs) => docs[0].userData.set("other", 1);
  expect((await nlp("Apple pie")).userData.get("other")).toBe(1);
});

test("token vectors for similarity", async () => {
  const nlp = await build(
    transformer(`
[components.transformer.model.get_spans]
@span_getters = "spacy-transformers.doc_spans.v1"

[components.transformer.set_extra_annotations]
@annotation_setters = "x.token_vectors_setter.v1"
`),
  );
  await nlp.initialize();
  const [a, b] = [await nlp("Apple shares"), await nlp("apple shares")];
  expect(a.vector).toHaveLength(16);
  expect(a.similarity(b)).toBeCloseTo(1, 5);
  expect(a.token(0).vector).toEqual(a.tensor!.data.slice(0, 16));
});

test("a transformer of a component's own", async () => {
  const nlp = await build(`
[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 16
maxout_pieces = 2
use_upper = false

[components.ner.model.tok2vec]
@architectures = "spacy-transformers.Tok2VecTransformer.v3"
name = "${checkpoint}"
tokenizer_config = {"use_fast": true}
grad_factor = 1.0

[components.ner.model.tok2vec.get_spans]
@span_getters = "spacy-transformers.strided_spans.v1"
window = 128
stride = 96

[components.ner.model.tok2vec.pooling]
@layers = "reduce_mean.v1"
`);
  await nlp.initialize(examplesFor(nlp));
  const { model } = nlp.getPipe<TrainablePipe>("ner");
  const before = findShim(model)!.params.get("encoder.layer.1.output.dense.weight")!.read();
  for (let step = 0; step < 20; step++) await nlp.update([...examplesFor(nlp)()]);
  expect(findShim(model)!.params.get("encoder.layer.1.output.dense.weight")!.data).not.toEqual(before);
  await nlp.toDisk(join(folder, "own"));
  const again = await load(join(folder, "own"), {
    registry: new Registry(),
    packages: [nn, pipeline, registrations],
  });
  const ents = async (from: Language) => (await from("Apple shares rose")).ents.map(({ text }) => text);
  expect(await ents(again)).toEqual(await ents(nlp));
});

test("grad_factor: a schedule, and 0 leaves the transformer alone", async () => {
  const moves = async (gradFactor: string) => {
    const nlp = await build(transformer() + tagger(gradFactor));
    await nlp.initialize(examplesFor(nlp));
    const { model } = nlp.getPipe<Transformer>("transformer");
    const { data } = findShim(model)!.params.get("encoder.layer.0.output.dense.weight")!;
    const before = data.slice();
    const moved: boolean[] = [];
    for (let step = 0; step < 3; step++) {
      await nlp.update([...examplesFor(nlp)()]);
      const now = findShim(model)!.params.get("encoder.layer.0.output.dense.weight")!.data;
      moved.push(now.some((value, i) => value !== before[i]));
    }
    return moved;
  };
  expect(await moves("grad_factor = 0.0")).toEqual([false, false, false]);
  expect(await moves("grad_factor = 1.0")).toEqual([true, true, true]);
  expect(
    await moves(`
[components.tagger.model.tok2vec.grad_factor]
@schedules = "constant_then.v1"
rate = 0.0
steps = 2

[components.tagger.model.tok2vec.grad_factor.schedule]
@schedules = "constant.v1"
rate = 1.0
`),
  ).toEqual([false, false, true]);
});

test("a model of one's own: Docs to a FullTransformerBatch", async () => {
  const registry = freshRegistry();
  registry.architectures(
    "letters.v1",
    z.strictObject({ width: z.int().min(1), pooling: modelArg().optional() }),
    ({ width }) => lettersModel(width),
  );
  const nlp = await build(
    `
[components.transformer]
factory = "transformer"

[components.transformer.model]
@architectures = "letters.v1"
width = 4
${tagger()}`,
    registry,
  );
  await nlp.initialize(examplesFor(nlp));
  const doc = await nlp("Apple pie");
  expect(trfData(doc)!.width).toBe(4);
  for (let step = 0; step < 3; step++) await nlp.update([...examplesFor(nlp)()]);
  const { model } = nlp.getPipe<Transformer>("transformer");
  expect(model.getParam("E").grad).toBeDefined();
  expect([...model.getParam("E").data].some((value) => value !== 0.5)).toBe(true);
});

test("pooling of one's own", async () => {
  const registry = freshRegistry();
  registry.layers(
    "first_two.v1",
    z.strictObject({}),
    () =>
      new Model<Sequences>("first_two", {
        layer: {
          forward: (_model, X: Sequences): Forward => {
            const [, width] = X.data.shape;
            const Y = tensor("float32", [X.lengths.length, 2], new Float32Array(X.lengths.length * 2));
            let row = 0;
            X.lengths.forEach((length, token) => {
              if (length > 0)
                Y.data.set(X.data.data.subarray(row * width, row * width + 2) as Float32Array, token * 2);
              row += length;
            });
            return [
              Y,
              () => ({ ...X, data: tensor("float32", X.data.shape, new Float32Array(X.data.data.length)) }),
            ];
          },
          infer: (_model, scope, X) => {
            const { value } = scope.graphOf(X);
            return {
              on: "graph",
              kind: "array",
              value: scope.graph.input(String(scope.size("first_two")), "float32", [value.shape[0], 2]),
            };
          },
        },
      }),
  );
  const nlp = await build(transformer() + tagger().replace("reduce_mean.v1", "first_two.v1"), registry);
  await nlp.initialize(examplesFor(nlp));
  expect(nlp.getPipe<TrainablePipe>("tagger").model.layers[1].layers[0].getDim("nI")).toBe(2);
  expect((await nlp("Apple pie")).tags).toHaveLength(2);
});

/** One row of a table for the length of each word: a "transformer" without one. */
function lettersModel(width: number): Model<Doc[], FullTransformerBatch> {
  const rows = 32;
  return new Model<Doc[], FullTransformerBatch>("letters", {
    dims: { nO: width },
    params: ["E"],
    layer: {
      init(model) {
        model.setParam("E", new Param([rows, width], new Float32Array(rows * width).fill(0.5)));
      },
      forward(model, docs: readonly Doc[]): Forward {
        const longest = Math.max(...docs.map(({ length }) => length));
        const shape = [docs.length, longest];
        const ids = new BigInt64Array(docs.length * longest);
        const mask = new Float32Array(ids.length);
        const state = new Float32Array(ids.length * width);
        const table = model.getParam("E").data;
        const lengths: number[] = [];
        const data: number[] = [];
        docs.forEach((doc, row) =>
          [...doc].forEach((token, i) => {
            const at = row * longest + i;
            const id = Math.min(token.text.length, rows - 1);
            ids[at] = BigInt(id);
            mask[at] = 1;
            state.set(table.subarray(id * width, (id + 1) * width), at * width);
            lengths.push(1);
            data.push(at);
          }),
        );
        const batch = new FullTransformerBatch({
          docs,
          spans: docs.map((doc) => [doc.span(0, doc.length)]),
          wordpieces: new WordpieceBatch({
            inputIds: { dtype: "int64", shape, data: ids },
            attentionMask: { dtype: "float32", shape, data: mask },
            lengths: docs.map(({ length }) => length),
            strings: docs.map((doc) => [...doc].map(({ text }) => text)),
          }),
          modelOutput: { lastHiddenState: tensor("float32", [...shape, width], state) },
          align: { lengths: Int32Array.from(lengths), data: Int32Array.from(data) },
        });
        return [
          batch,
          (dY) => {
            const gradient = (dY as ModelOutput).lastHiddenState!.data as Float32Array;
            model.getParam("E").addRowGradient(ids, gradient, width);
            return undefined;
          },
        ];
      },
    },
  });
}
