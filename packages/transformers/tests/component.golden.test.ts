import { Doc, Example, Vocab } from "@x/core";
import {
  onnxRuntime,
  reduceFirst,
  reduceLast,
  reduceMaxLayer,
  reduceMeanLayer,
  reduceSumLayer,
  referenceRuntime,
  tensor,
  type Model,
  type Sequences,
  type Tensor,
} from "@x/nn";
import { listenersIn } from "@x/pipeline/spi";
import { describe, expect, test } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import {
  entriesOf,
  outputNames,
  setTrfData,
  stridedSpans,
  Transformer,
  transformerListenerTok2Vec,
  tok2vecTransformer,
  trfData,
  batchByLength,
  docSpans,
  findShim,
  FullTransformerBatch,
  TransformerData,
  type ModelOutput,
  type PieceAlignment,
  type SpanGetter,
  type WordpieceBatch,
} from "../src";
import {
  expectFigures,
  expectNear,
  expectTensor,
  largest,
  numbersIn,
  type Encoded,
  type Figures,
} from "./support/expect-near";
import { docOf, spanPairs, type DocCase } from "../../../tools/testing/golden-docs";
import { goldenTransformer } from "./support/golden-transformer";

const golden = openGolden("transformers");
const folder = "transformers/pipeline";
const runtimes = [onnxRuntime(), referenceRuntime()];

interface WordpieceCase {
  readonly strings: string[][];
  readonly input_ids: Encoded;
  readonly attention_mask: Encoded;
  readonly lengths: number[];
  readonly token_type_ids: Encoded | null;
}
interface AlignCase {
  readonly data: Encoded;
  readonly lengths: Encoded;
}
type OutputCase = Record<string, (Encoded & { data?: string }) | (Encoded & { data?: string })[]>;
interface DataCase {
  readonly wordpieces: WordpieceCase;
  readonly model_output: OutputCase;
  readonly align: AlignCase;
}
interface BatchCase extends DataCase {
  readonly spans: [number, number][][];
  readonly tokens_keys: string[];
}
interface PredictCase {
  readonly batch: BatchCase;
  readonly trf_data: DataCase[];
  readonly tensors_shapes: unknown[];
}
interface Window {
  readonly window: number;
  readonly stride: number;
}
interface PredictFile {
  readonly get_spans: Window;
  readonly docs: Record<string, DocCase[]>;
  readonly default: Record<string, PredictCase>;
  readonly all_outputs: PredictCase;
  readonly all_outputs_config: Record<string, unknown>;
  readonly listeners: Record<string, Record<string, Encoded[] | { error: string }>>;
  readonly without_transformer: Encoded[];
  readonly setter: {
    readonly max_batch_items: number;
    readonly calls: { words: number[]; trf_data_set_before: boolean }[];
    readonly custom_attr: Encoded[];
  };
}

const integers = (encoded: Encoded) => Array.from(decodeArray(encoded).data as Int32Array, Number);

function expectWordpieces(found: WordpieceBatch, wanted: WordpieceCase): void {
  expect(found.strings).toEqual(wanted.strings);
  expect(found.lengths).toEqual(wanted.lengths);
  expect(found.inputIds.shape).toEqual(wanted.input_ids.shape);
  expect(Array.from(found.inputIds.data, Number)).toEqual(integers(wanted.input_ids));
  expect([...found.attentionMask.data]).toEqual(integers(wanted.attention_mask));
  if (wanted.token_type_ids === null) expect(found.tokenTypeIds).toBeUndefined();
  else expect(Array.from(found.tokenTypeIds!.data, Number)).toEqual(integers(wanted.token_type_ids));
}

function expectAlign(found: PieceAlignment, wanted: AlignCase): void {
  expect([...found.lengths]).toEqual(integers(wanted.lengths));
  expect([...found.data]).toEqual(integers(wanted.data));
}

/** Values count where there is no padding. */
function expectOutput(found: ModelOutput, wanted: OutputCase, mask: Float32Array): void {
  expect(entriesOf(found).map(([key]) => outputNames[key])).toEqual(Object.keys(wanted));
  for (const [key, value] of entriesOf(found)) {
    const gold = wanted[outputNames[key]];
    const compare = (own: Tensor, encoded: Encoded & { data?: string }, name: string) => {
      expect(own.shape, name).toEqual(encoded.shape);
      if (encoded.data === undefined) return;
      const [data, numbers] = [own.data as Float32Array, numbersIn(encoded)];
      const read = key === "poolerOutput" ? (array: Float32Array) => array : masked(own, key, mask);
      expectNear(read(data), read(numbers), { absolute: 2e-5, name });
    };
    if (Array.isArray(value))
      value.forEach((own: Tensor, i) => compare(own, (gold as Encoded[])[i], `${key} ${i}`));
    else compare(value as Tensor, gold as Encoded, key);
  }
}

function masked(own: Tensor, key: keyof ModelOutput, mask: Float32Array) {
  return (array: Float32Array) => {
    const copy = array.slice();
    if (key === "attentions") {
      const [rows, heads, width] = own.shape;
      for (let row = 0; row < rows; row++)
        for (let head = 0; head < heads; head++)
          for (let i = 0; i < width; i++)
            if (mask[row * width + i] === 0)
              copy.fill(
                0,
                ((row * heads + head) * width + i) * width,
                ((row * heads + head) * width + i + 1) * width,
              );
      return copy;
    }
    const size = own.shape[2];
    mask.forEach((kept, i) => kept === 0 && copy.fill(0, i * size, (i + 1) * size));
    return copy;
  };
}

const poolings: Record<string, () => Model<Sequences, Tensor>> = {
  reduce_mean: reduceMeanLayer,
  reduce_max: reduceMaxLayer,
  reduce_last: reduceLast,
  reduce_first: reduceFirst,
  reduce_sum: reduceSumLayer,
};

function connected(component: Transformer, options: { pooling: string; gradFactor: number; owner: string }) {
  const model = transformerListenerTok2Vec({
    pooling: poolings[options.pooling](),
    gradFactor: options.gradFactor,
  });
  const [node] = listenersIn(model);
  component.hub.add(options.owner, node);
  component.hub.announce(component.name, component.width);
  return model;
}

/** The rows of each Doc. */
function perDoc({ data, lengths }: Sequences): Tensor[] {
  let at = 0;
  return [...lengths].map((length) => {
    const [from, width] = [at, data.shape[1]];
    at += length;
    return tensor("float32", [length, width], (data.data as Float32Array).slice(from * width, at * width));
  });
}

const batching = `${folder}/batch_by_length.json`;
golden.skipUnless(batching, () => {
  const cases = golden.json<{ lengths: number[]; max_batch_items: number; batches: number[][] }[]>(batching);
  for (const [i, { lengths, max_batch_items: limit, batches }] of cases.entries())
    golden.case(`${batching}#${i}`, () => expect(batchByLength(lengths, limit)).toEqual(batches));
});

describe.each(runtimes)("on $name", (runtime) => {
  describe.each(["bert", "roberta"])("%s", (checkpoint) => {
    const build = async (getSpans: SpanGetter, config?: Record<string, unknown>) =>
      new Transformer(
        new Vocab(),
        await goldenTransformer(golden, { checkpoint, getSpans, config, runtime }),
      );

    const id = `${folder}/${checkpoint}/predict.json`;
    golden.skipUnless(id, () => {
      const file = golden.json<PredictFile>(id);
      const getSpans = stridedSpans(file.get_spans);
      const predict = async (wanted: PredictCase, specs: DocCase[], config?: Record<string, unknown>) => {
        const component = await build(getSpans, config);
        const docs = specs.map(docOf);
        const batch = await component.predict(docs);
        component.setAnnotations(docs, batch);
        expect(batch.spans.map(spanPairs)).toEqual(wanted.batch.spans);
        expectWordpieces(batch.wordpieces, wanted.batch.wordpieces);
        expectAlign(batch.align, wanted.batch.align);
        const mask = batch.wordpieces.attentionMask.data;
        expectOutput(batch.modelOutput, wanted.batch.model_output, mask);
        expect(batch.docData).toBe(batch.docData);
        docs.forEach((doc, i) => {
          const [data, gold] = [trfData(doc)!, wanted.trf_data[i]];
          expectWordpieces(data.wordpieces, gold.wordpieces);
          expectAlign(data.align, gold.align);
          expectOutput(data.modelOutput, gold.model_output, data.wordpieces.attentionMask.data);
          const shapes = data.tensors.map((value) =>
            Array.isArray(value) ? value.map(({ shape }: Tensor) => shape) : (value as Tensor).shape,
          );
          expect(shapes).toEqual(wanted.tensors_shapes[i]);
          expect(Object.keys(data.tokens).sort()).toEqual(
            i === 0 ? [...wanted.batch.tokens_keys].sort() : expect.anything(),
          );
        });
      };
      for (const key of Object.keys(file.default))
        golden.case(`${id}#${key}`, () => predict(file.default[key], file.docs[key]));
      golden.case(`${id}#all_outputs`, () =>
        predict(file.all_outputs, file.docs.full.slice(0, 2), file.all_outputs_config),
      );

      for (const [key, byPooling] of Object.entries(file.listeners))
        for (const [pooling, wanted] of Object.entries(byPooling))
          golden.case(`${id}#listeners ${key} ${pooling}`, async () => {
            const component = await build(getSpans);
            const docs = file.docs[key].map(docOf);
            component.setAnnotations(docs, await component.predict(docs));
            const model = connected(component, { pooling, gradFactor: 1, owner: pooling });
            const found = perDoc(await model.predict(docs));
            if (!Array.isArray(wanted)) {
              // spaCy refuses tokens without wordpieces here; they are zeros.
              const { align } = trfData(docs[0])!;
              expect(found.map(({ shape }) => shape[0])).toEqual(docs.map(({ length }) => length));
              expect(align.lengths.length).toBe(docs[0].length);
              docs.forEach((doc, i) =>
                trfData(doc)!.align.lengths.forEach((length, token) => {
                  const [, width] = found[i].shape;
                  const row = found[i].data.slice(token * width, (token + 1) * width) as Float32Array;
                  expect(row.every((value) => value === 0)).toBe(length === 0);
                }),
              );
              return;
            }
            found.forEach((own, i) => {
              if (docs[i].length > 0) expectTensor(own, wanted[i], { absolute: 1e-5, name: `Doc ${i}` });
            });
          });

      golden.case(`${id}#without_transformer`, async () => {
        const component = await build(getSpans);
        const model = connected(component, { pooling: "reduce_mean", gradFactor: 1, owner: "alone" });
        const found = perDoc(await model.predict(file.docs.full.slice(0, 2).map(docOf)));
        found.forEach((own, i) =>
          expectTensor(own, file.without_transformer[i], { absolute: 0, name: `Doc ${i}` }),
        );
      });

      golden.case(`${id}#setter`, async () => {
        const component = await build(getSpans);
        component.cfg.max_batch_items = file.setter.max_batch_items;
        const calls: unknown[] = [];
        const means = new Map<Doc, number[]>();
        component.setExtraAnnotations = (docs, { docData }) => {
          calls.push({
            words: docs.map(({ length }) => length),
            trf_data_set_before: docs.every((doc) => trfData(doc) !== undefined),
          });
          docs.forEach((doc, i) => {
            const { shape, data } = docData[i].modelOutput.lastHiddenState!;
            const [rows, width, size] = shape;
            const sums = new Array<number>(size).fill(0);
            data.forEach((value, at) => (sums[at % size] += Number(value)));
            means.set(
              doc,
              sums.map((sum) => sum / (rows * width)),
            );
          });
        };
        const docs = file.docs.full.map(docOf);
        for await (const doc of component.pipe(docs, { batchSize: docs.length })) expect(docs).toContain(doc);
        expect(calls).toEqual(file.setter.calls);
        // The mean over all wordpieces counts what is in the padding, which is nobody's.
        docs.forEach((doc, i) => {
          const padded = [...trfData(doc)!.wordpieces.attentionMask.data].includes(0);
          if (!padded)
            expectNear(means.get(doc)!, numbersIn(file.setter.custom_attr[i]), {
              absolute: 2e-5,
              name: `Doc ${i}`,
            });
        });
      });
    });

    const gradients = `${folder}/${checkpoint}/gradients.json`;
    golden.skipUnless(gradients, () => {
      interface Case {
        readonly docs: string;
        readonly listeners: { pooling: string; grad_factor: number }[];
        readonly d_outputs: Encoded[][];
        readonly d_last_hidden_state: Encoded;
        readonly losses: Record<string, number>;
        readonly parameters: Record<string, Encoded | Figures | null>;
      }
      const file = golden.json<{
        no_dropout: Record<string, number>;
        docs: Record<string, DocCase[]>;
        cases: Case[];
        tok2vec_transformer: Omit<Case, "d_outputs"> & {
          grad_factor: number;
          pooling: string;
          outputs: Encoded[];
          d_outputs: Encoded[];
        };
      }>(gradients);
      const getSpans = stridedSpans({ window: 12, stride: 8 });
      const { gradient_truly_zero: noise = [] } = golden.json<{
        float64?: { gradient_truly_zero?: string[] };
      }>(`transformers/checkpoints/${checkpoint}/expected.json`).float64 as {
        gradient_truly_zero?: string[];
      };

      const expectParameters = (model: Model, wanted: Case["parameters"]) => {
        const { params } = findShim(model)!;
        for (const [name, gold] of Object.entries(wanted)) {
          const found = params.get(name)?.grad;
          if (gold === null) {
            expect(found, name).toBeUndefined();
            continue;
          }
          const size = gold.shape.reduce((a, b) => a * b, 1);
          const own = found ?? new Float32Array(size);
          if (noise.includes(name)) {
            expect(largest(own), name).toBeLessThanOrEqual(1e-4);
            continue;
          }
          if ("sum" in gold) {
            // The largest value is not among the figures: it is at most the norm, and at least this.
            const unit = 1e-5 * Math.max(largest(own), gold.l2 / Math.sqrt(size));
            expectFigures(own, gold, { unit, name });
          } else {
            const numbers = numbersIn(gold);
            expectNear(own, numbers, { absolute: 1e-5 * largest(numbers), name });
          }
        }
      };
      const together = (encoded: Encoded[], like: Sequences): Sequences => ({
        ...like,
        data: tensor(
          "float32",
          like.data.shape,
          Float32Array.from(encoded.flatMap((doc) => [...numbersIn(doc)])),
        ),
      });

      for (const [i, wanted] of file.cases.entries())
        golden.case(`${gradients}#${i}`, async () => {
          const component = await build(getSpans, file.no_dropout);
          const docs = file.docs[wanted.docs].map(docOf);
          const models = wanted.listeners.map(({ pooling, grad_factor }, at) =>
            connected(component, { pooling, gradFactor: grad_factor, owner: `pipe${at}` }),
          );
          const losses: Record<string, number> = {};
          let sent: ModelOutput | undefined;
          const { broadcast } = component.hub;
          component.hub.broadcast = function (given, outputs, backprop) {
            broadcast.call(this, given, outputs, (gradient) => {
              sent = gradient;
              return backprop(gradient);
            });
          };
          await component.update(
            docs.map((doc) => new Example(doc, doc.copy())),
            { losses },
          );
          for (const [at, model] of models.entries()) {
            const { Y, backprop } = await model.beginUpdate(docs);
            await backprop(together(wanted.d_outputs[at], Y));
          }
          await component.backward(losses);
          const loss = wanted.losses.transformer;
          expect(Math.abs(losses.transformer - loss)).toBeLessThanOrEqual(1e-4 * loss);
          const gold = numbersIn(wanted.d_last_hidden_state);
          expectNear(
            (sent?.lastHiddenState?.data as Float32Array | undefined) ?? new Float32Array(gold.length),
            gold,
            { absolute: 1e-5, name: "d_last_hidden_state" },
          );
          expectParameters(component.model, wanted.parameters);
        });

      golden.case(`${gradients}#tok2vec_transformer`, async () => {
        const wanted = file.tok2vec_transformer;
        const own = await goldenTransformer(golden, {
          checkpoint,
          getSpans,
          config: file.no_dropout,
          runtime,
        });
        const model = tok2vecTransformer({
          name: checkpoint,
          getSpans,
          pooling: poolings[wanted.pooling](),
          gradFactor: wanted.grad_factor,
        });
        const { encoder, tokenizer } = findShim(own)!;
        findShim(model)!.set(encoder, tokenizer);
        const docs = file.docs.full.map(docOf);
        model.initialize({ X: docs });
        model.runtime = runtime;
        perDoc(await model.predict(docs)).forEach((found, i) =>
          expectTensor(found, wanted.outputs[i], { absolute: 1e-5, name: `Doc ${i}` }),
        );
        const { Y, backprop } = await model.beginUpdate(docs);
        await backprop(together(wanted.d_outputs, Y));
        expectParameters(model, wanted.parameters);
      });
    });
  });
});

interface CoversCase {
  readonly spans?: [number, number][][];
  readonly doc_data?: DataCase[];
  readonly error?: string;
}
const covers = "transformers/spans/covers.json";
golden.skipUnless(covers, () => {
  const file = golden.json<{ docs: DocCase[]; tokenizers: Record<string, Record<string, CoversCase>> }>(
    covers,
  );
  const cut =
    (from: number, to: number): SpanGetter =>
    (docs) =>
      docs.map((doc) => [doc.span(from, doc.length + to)]);
  for (const [checkpoint, cases] of Object.entries(file.tokenizers))
    for (const [name, wanted] of Object.entries(cases))
      golden.case(`${covers}#${checkpoint} ${name}`, async () => {
        const getSpans = name.startsWith("strided")
          ? stridedSpans({ window: 16, stride: 12 })
          : (
              {
                whole: docSpans(),
                "without the first 2 tokens": cut(2, 0),
                "without the last 2 tokens": cut(0, -2),
                "stride above window": stridedSpans({ window: 5, stride: 9 }),
                "doc_spans, second Doc empty": docSpans(),
              } as Record<string, SpanGetter>
            )[name];
        const model = await goldenTransformer(golden, { checkpoint, getSpans });
        const docs = coverDocs(file.docs, name);
        const component = new Transformer(new Vocab(), model);
        const { spans, docData } = await component.predict(docs);
        if (wanted.error !== undefined) {
          // Empty Docs are no error.
          expect(docData).toHaveLength(docs.length);
          return;
        }
        expect(spans.map(spanPairs)).toEqual(wanted.spans);
        wanted.doc_data!.forEach((gold, i) => {
          expectWordpieces(docData[i].wordpieces, gold.wordpieces);
          expectAlign(docData[i].align, gold.align);
          expectOutput(docData[i].modelOutput, gold.model_output, new Float32Array(0));
        });
      });
});

function coverDocs(specs: DocCase[], name: string): Doc[] {
  const empty = docOf({ words: [], spaces: [] });
  if (name.endsWith("all Docs empty")) return [empty];
  // The three Docs that the fixture's script takes.
  const [first, ...rest] = [1, 3, 6].map((i) => docOf(specs[i]));
  return name.endsWith("second Doc empty") ? [first, empty, ...rest] : [first, ...rest];
}

test("data goes through bytes", () => {
  const data = TransformerData.zeros(3, 4);
  const again = TransformerData.fromBytes(data.toBytes());
  expect(again.modelOutput).toEqual(data.modelOutput);
  expect(again.align).toEqual(data.align);
  expect(again.wordpieces.strings).toEqual(data.wordpieces.strings);
  const doc = new Doc(new Vocab(), { words: ["a", "b", "c"] });
  setTrfData(doc, data);
  expect(trfData(doc)).toBe(data);
  expect(FullTransformerBatch.empty(2).docData).toHaveLength(2);
});
