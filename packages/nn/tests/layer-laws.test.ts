import { expect, test } from "vitest";
import { sizeOf, type Tensor } from "../src/graph/tensor";
import { floatTensor, type Padded, type Sequences } from "../src/model/values";
import { Random } from "../src/random/random";
import { registrations } from "../src/registrations";
import { buildLayer } from "../src/testing/build-layer";
import { checkLayerLaws, type LayerCase } from "../src/testing/check-layer-laws";
import { resizeLinear } from "../src/layers/resizable";

const random = new Random(7);
const floats = (...shape: number[]) =>
  floatTensor(shape, Float32Array.from(random.normal(0, 1, sizeOf(shape))));
const lengths = Int32Array.of(3, 1, 4);
const list = (width = 4): Sequences => ({ kind: "list", data: floats(8, width), lengths });
const ragged = (width = 4): Sequences => ({ kind: "ragged", data: floats(8, width), lengths });
const padded = (): Padded => {
  const data = floats(3, 2, 4);
  // The second sequence has one row, so the places behind it hold zeros.
  (data.data as Float32Array).fill(0, 12, 16);
  (data.data as Float32Array).fill(0, 20, 24);
  return {
    kind: "padded",
    data,
    layout: { sizeAtT: Int32Array.of(2, 1, 1), lengths: Int32Array.of(3, 1), indices: Int32Array.of(0, 1) },
  };
};
const keys = (...shape: number[]): Tensor => ({
  dtype: "uint64",
  shape,
  data: BigUint64Array.from({ length: sizeOf(shape) }, (_, i) => BigInt(i % 5) * 7919n),
});
const ids = (...shape: number[]): Tensor => ({
  dtype: "int32",
  shape,
  data: Int32Array.from({ length: sizeOf(shape) }, (_, i) => i % 4),
});

/** Keys with counts, for three sequences. */
const sparse = [
  keys(6),
  { dtype: "int32", shape: [6], data: Int32Array.of(1, 2, 1, 1, 3, 1) },
  { dtype: "int32", shape: [3], data: Int32Array.of(2, 3, 1) },
];

/** Spans of the rows of `ragged`. */
const spans: Sequences = {
  kind: "ragged",
  data: { dtype: "int32", shape: [4, 2], data: Int32Array.of(0, 2, 1, 3, 0, 1, 1, 4) },
  lengths: Int32Array.of(2, 1, 1),
};

const linear = (nO: number, nI: number) => ({ "@layers": "Linear.v1", nO, nI });
type Row = Omit<LayerCase, "build"> & { readonly config?: Readonly<Record<string, unknown>> };
const dense: Row = { config: { nO: 3, nI: 4, normalize: true, dropout: 0.2 }, X: floats(5, 4), width: 3 };
const two = { a: linear(3, 4), b: linear(3, 4) };

/** One row a registered layer. A layer without one fails the test below. */
const rows: Readonly<Record<string, Row>> = {
  "ClippedLinear.v1": { config: { nO: 3, nI: 4, slope: 0.7, min_val: -0.5 }, X: floats(5, 4), width: 3 },
  "Dish.v1": dense,
  "Dropout.v1": { config: { rate: 0 }, X: list(), width: 4 },
  "Embed.v1": { config: { nO: 3, nV: 6, column: 1 }, X: ids(5, 2), width: 3 },
  "Gelu.v1": dense,
  "HardSigmoid.v1": dense,
  "HardSwish.v1": dense,
  "HardSwishMobilenet.v1": dense,
  "HardTanh.v1": dense,
  "HashEmbed.v1": { config: { nO: 3, nV: 9, seed: 4, column: 0, dropout: 0.1 }, X: keys(6, 2), width: 3 },
  "LayerNorm.v1": { X: floats(5, 4), width: 4 },
  "Linear.v1": { X: list(), Y: list(3), width: 3 },
  "Logistic.v1": { X: floats(5, 4), width: 4 },
  "Maxout.v1": { ...dense, config: { nO: 3, nI: 4, nP: 2, normalize: true, dropout: 0.2 } },
  "Mish.v1": dense,
  "ParametricAttention.v1": { X: ragged(), width: 4 },
  "ParametricAttention.v2": {
    config: { key_transform: { "@layers": "Gelu.v1", nO: 4, nI: 4 } },
    X: ragged(),
    width: 4,
  },
  "Relu.v1": dense,
  "ReluK.v1": dense,
  "Sigmoid.v1": { config: { nO: 3 }, X: floats(5, 4), width: 3 },
  "SparseLinear.v1": { config: { nO: 3, length: 8 }, X: sparse, width: 3, independent: false },
  "SparseLinear.v2": { config: { nO: 3, length: 7 }, X: sparse, width: 3 },
  // Their gradient takes dY for that of the logits: it is checked with the golden values and the losses.
  "MultiSoftmax.v1": { config: { nOs: [2, 3] }, X: floats(5, 4), width: 5 },
  "Softmax.v1": { config: { nO: 3 }, X: floats(5, 4), width: 3, derivative: false },
  "Softmax.v2": { config: { nO: 3, temperature: 2 }, X: floats(5, 4), width: 3, derivative: false },
  "Swish.v1": dense,
  "CauchySimilarity.v1": { X: [floats(5, 4), floats(5, 4)] },
  "LSTM.v1": { config: { nO: 4, bi: true, depth: 2 }, X: padded(), width: 4 },
  "PyTorchLSTM.v1": { config: { nO: 4, nI: 4, bi: true, depth: 2 }, X: list(), width: 4 },
  "bidirectional.v1": { config: { l2r: { "@layers": "LSTM.v1", nO: 3 } }, X: padded(), width: 6 },
  "premap_ids.v1": { config: { mapping_table: [[0, 3]], column: 1 }, X: ids(5, 2) },
  "remap_ids.v1": { config: { mapping_table: { a: 2 } }, X: ["a", "b"] },
  "remap_ids.v2": { config: { mapping_table: [[1, 3]], default: 1, column: 1 }, X: ids(5, 2) },
  "siamese.v1": {
    config: { layer: linear(3, 4), similarity: { "@layers": "CauchySimilarity.v1", nI: 3 } },
    X: [floats(5, 4), floats(5, 4)],
  },
  "spacy.LinearLogistic.v1": { config: { nO: 3, nI: 4 }, X: floats(5, 4), width: 3 },
  "spacy.extract_spans.v1": { X: [ragged(), spans], width: 4 },
  "spacy.mean_max_reducer.v1": { config: { hidden_size: 3 }, X: ragged(), width: 3 },
  "strings2arrays.v1": { X: [["a", "b"], ["c"]] },
  "add.v1": { config: { "*": two }, X: floats(5, 4), width: 3 },
  "chain.v1": {
    config: { "*": { a: linear(5, 4), b: { "@layers": "Mish.v1", nO: 3 } } },
    X: list(),
    width: 3,
  },
  "clone.v1": { config: { orig: { "@layers": "Mish.v1", nO: 4, nI: 4 }, n: 2 }, X: floats(5, 4), width: 4 },
  "concatenate.v1": { config: { "*": { a: linear(3, 4), b: linear(4, 4) } }, X: list(), width: 7 },
  "expand_window.v1": { X: ragged(), width: 12 },
  "list2array.v1": { X: list(), width: 4 },
  "list2padded.v1": { X: list(), width: 4, independent: false },
  "list2ragged.v1": { X: list(), width: 4 },
  "noop.v1": { X: list(), width: 4 },
  "padded2list.v1": { X: padded(), width: 4 },
  "ragged2list.v1": { X: ragged(), width: 4 },
  "reduce_first.v1": { X: ragged(), width: 4 },
  "reduce_last.v1": { X: ragged(), width: 4 },
  "reduce_max.v1": { X: ragged(), width: 4 },
  "reduce_mean.v1": { X: ragged(), width: 4 },
  "reduce_sum.v1": { X: ragged(), width: 4 },
  "residual.v1": { config: { layer: { "@layers": "Mish.v1", nO: 4, nI: 4 } }, X: list(), width: 4 },
  "resizable.v1": { config: { layer: linear(3, 4), resize_layer: resizeLinear }, X: floats(5, 4), width: 3 },
  "sigmoid_activation.v1": { X: floats(5, 4), width: 4 },
  "softmax_activation.v1": { X: floats(5, 4), width: 4 },
  "tuplify.v1": { config: { "*": two }, X: floats(5, 4) },
  "uniqued.v1": {
    config: { layer: { "@layers": "HashEmbed.v1", nO: 3, nV: 9, seed: 4, column: 0 }, column: 0 },
    X: keys(6, 2),
    width: 3,
  },
  "with_array.v1": {
    config: {
      layer: {
        "@layers": "chain.v1",
        "*": { a: { "@layers": "expand_window.v1" }, b: { "@layers": "Mish.v1", nO: 3 } },
      },
      pad: 1,
    },
    X: list(),
    width: 3,
  },
  "with_array2d.v1": { config: { layer: linear(3, 4) }, X: padded(), width: 3 },
  "with_cpu.v1": { config: { layer: linear(3, 4) }, X: list(), width: 3 },
  "with_flatten.v1": { config: { layer: linear(3, 4) }, X: list(), width: 3 },
  "with_flatten.v2": { config: { layer: linear(3, 4) }, X: list(), width: 3 },
  "with_list.v1": { config: { layer: linear(3, 4) }, X: ragged(), width: 3 },
  "with_padded.v1": { config: { layer: { "@layers": "LSTM.v1", nO: 3 } }, X: ragged(), width: 3 },
  "with_ragged.v1": { config: { layer: linear(3, 4) }, X: padded(), width: 3 },
  "with_reshape.v1": { config: { layer: linear(3, 4) }, X: floats(3, 2, 4), width: 3 },
  "with_getitem.v1": { config: { idx: 1, layer: linear(3, 4) }, X: [floats(2, 2), floats(5, 4)] },
};

/** Their way back takes something else than a gradient of the output; tested on their own. */
const apart = ["spacy.PrecomputableAffine.v1"];

test.each(Object.entries(rows))("%s", async (name, { config, ...row }) => {
  await checkLayerLaws({ ...row, build: () => buildLayer({ "@layers": name, ...config }) });
});

test("every registered layer has a row", () => {
  expect([...Object.keys(rows), ...apart].sort()).toEqual(Object.keys(registrations.layers ?? {}).sort());
});
