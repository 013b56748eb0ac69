import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { ColumnIndex } from "../src/layers/array-getitem";
import type { Model } from "../src/model/model";
import { chain } from "../src/layers/chain";
import { Embed } from "../src/layers/embed";
import { PyTorchLSTM } from "../src/layers/pytorch-lstm";
import { remapIds } from "../src/layers/remap-ids";
import { Param } from "../src/model/param";
import { floatTensor, tensorOf, type Padded, type Sequences } from "../src/model/values";
import { buildLayer } from "../src/testing/build-layer";
import { decode, expectClose, expectNumbers, gradientTolerance, type Tagged } from "./golden-values";

const golden = openGolden("nn");
const close = { abs: 1e-5, rel: 1e-5 };

/** Nodes as the golden files describe them. */
function describeNodes(model: Model) {
  const nodes = [...model.walk()];
  return nodes.map((node, index) => ({
    index,
    name: node.name,
    dims: Object.fromEntries(node.dims),
    attrs: Object.fromEntries([...node.attrs].map(([name, value]) => [name, plain(value)])),
    layers: node.layers.map((layer) => nodes.indexOf(layer)),
    refs: Object.fromEntries([...node.refs].map(([name, ref]) => [name, ref && nodes.indexOf(ref)])),
  }));
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof ColumnIndex ? [{ $unserializable: "slice" }, value.column] : value;
}

function setParams(model: Model, nodes: readonly Tagged[]) {
  [...model.walk()].forEach((node, i) => {
    for (const [name, array] of Object.entries<Tagged>(nodes[i]?.params ?? {})) {
      const { shape, data } = decodeArray(array);
      node.setParam(name, new Param(shape, Float32Array.from(data as Float32Array)));
    }
  });
}

function checkGradients(model: Model, nodes: readonly Tagged[], share: number) {
  [...model.walk()].forEach((node, i) => {
    for (const [name, array] of Object.entries<Tagged>(nodes[i]?.grads ?? {})) {
      const expected = decodeArray(array) as never;
      const { data } = decodeArray(array);
      const grad = node.getParam(name).grad ?? new Float32Array(data.length);
      expectNumbers(grad, data, gradientTolerance(expected, share), `gradient of ${node.name} ${name}`);
    }
  });
}

/** Ids have no gradient; thinc returns zeros for them. */
function hasGradient(X: unknown): boolean {
  if (Array.isArray(X)) return X.every(hasGradient);
  return tensorOf(X)?.dtype.startsWith("float") === true;
}

/** Layers that the files describe in words. */
const described: Readonly<Record<string, () => Model>> = {
  "chain(remap_ids.v2(column=1), Embed.v1(column=0))": () =>
    chain(
      remapIds({
        mapping_table: [
          [7, 1],
          [9, 2],
        ],
        column: 1,
      }),
      Embed({ nO: 3, nV: 4, column: 0 }),
    ),
};

/** PyTorch's weights: the node that holds them is inside another. */
const stateOf = (model: Model) => model.layers[0].shims[0].params;

function setState(model: Model, state: Readonly<Record<string, Tagged>>) {
  for (const [name, array] of Object.entries(state)) {
    const { shape, data } = decodeArray(array);
    const param = stateOf(model).get(name)!;
    expect(param.shape).toEqual(shape);
    param.write(data as Float32Array);
  }
}

function checkState(model: Model, grads: Readonly<Record<string, Tagged>>) {
  for (const [name, array] of Object.entries(grads)) {
    const expected = decodeArray(array) as never;
    const grad = stateOf(model).get(name)?.grad ?? [];
    expectNumbers(grad, decodeArray(array).data, gradientTolerance(expected, 1e-5), name);
  }
}

function buildCase({ config, state_dict: state }: Tagged): Model {
  if (typeof config === "string") return described[config]();
  if (config !== null && config !== undefined) return buildLayer(config);
  const [width] = decodeArray(state.weight_hh_l0).shape.slice(1);
  const bi = "weight_ih_l0_reverse" in state;
  return PyTorchLSTM({
    nI: decodeArray(state.weight_ih_l0).shape[1],
    nO: bi ? 2 * width : width,
    bi,
    depth: "weight_ih_l1" in state ? 2 : 1,
  });
}

/** thinc lets PyTorch read the padding of all but the longest sequence (see the ledger). */
const readsPadding = "nn/layers/PyTorchLSTM.json#bi1_depth2";

function longest({ data, lengths, kind }: Sequences): Sequences {
  const length = Math.max(...lengths);
  const start = lengths.slice(0, lengths.indexOf(length)).reduce((a, b) => a + b, 0);
  const width = data.shape[1];
  const rows = (data.data as Float32Array).slice(start * width, (start + length) * width);
  return { kind, data: floatTensor([length, width], rows), lengths: Int32Array.of(length) };
}

async function check(id: string, entry: Tagged): Promise<void> {
  const model = buildCase(entry);
  const X = decode(entry.X) as never;
  const Y = decode(entry.Y) as never;
  model.initialize({ X });
  const { nodes = [], state_dict: state } = entry;
  if (entry.nodes !== undefined)
    expect(describeNodes(model)).toEqual(
      nodes.map(({ params: _params, grads: _grads, ...node }: Tagged) => node),
    );
  setParams(model, nodes);
  if (state !== undefined) setState(model, state);
  if (id === readsPadding) {
    const alone = longest(decode(entry.X) as Sequences);
    expectClose(await model.predict(alone), longest(decode(entry.Y) as Sequences), close, "longest");
    return;
  }
  expectClose(await model.predict(X), decode(entry.Y_predict ?? entry.Y), close, "prediction");
  const { Y: got, backprop } = await model.beginUpdate(X);
  expectClose(got, Y, close, "Y");
  if (entry.dY === undefined || entry.dY === null) return;
  const dY = (
    entry.ids === undefined ? decode(entry.dY) : { dY: decode(entry.dY), ids: decodeArray(entry.ids) }
  ) as never;
  const dX = await backprop(dY);
  const correct = golden.differs(id) === undefined ? undefined : truth[id];
  if (hasGradient(X)) {
    const expected = correct === undefined ? decode(entry.dX) : correct(entry);
    if (expected !== undefined) expectClose(dX, expected, gradientTolerance(expected, 1e-5), "dX");
  }
  if (correct === undefined) checkGradients(model, nodes, 1e-5);
  if (state !== undefined) checkState(model, entry.grads);
  // thinc's LSTM has wrong gradients; the files hold the true ones beside them.
  if (entry.true_grads === undefined) return;
  const { dX: _dX, ...grads } = entry.true_grads;
  checkGradients(model, [{ grads }], 1e-5);
}

/** The true gradient of the input, where thinc's is wrong. */
function trueInputGradient({ true_grads: { dX }, X }: Tagged): unknown {
  const batch = decode(X) as Padded;
  return { ...batch, data: decodeArray(dX) };
}

/** What is right where the ledger says that thinc is not; undefined where the laws check the gradient numerically. */
const truth: Readonly<Record<string, (entry: Tagged) => unknown>> = {
  // thinc puts the gradients of the two parts end to end.
  "nn/layers/concatenate.json#lists": ({ dX, X }) => {
    const { data } = decode(dX) as Sequences;
    const parts = data.data as Float32Array;
    const half = parts.length / 2;
    const sum = Float32Array.from({ length: half }, (_, i) => parts[i] + parts[half + i]);
    const batch = decode(X) as Sequences;
    return { ...batch, data: floatTensor(batch.data.shape, sum) };
  },
  "nn/layers/Dish.json#square": () => undefined,
  "nn/layers/LSTM.json#bi0_depth1": trueInputGradient,
  "nn/layers/LSTM.json#bi1_depth1": trueInputGradient,
  "nn/layers/LSTM.json#bi0_depth2": trueInputGradient,
  "nn/layers/LSTM.json#bi1_depth2": trueInputGradient,
  "nn/layers/LSTM.json#bidirectional_v1": () => undefined,
};

/** Layers over documents live in other packages, whose tests hold them to these files. */
const elsewhere = ["CharEmbed", "FeatureExtractor", "StaticVectors", "architectures", "extract_ngrams"].map(
  (name) => `nn/layers/${name}.json`,
);

for (const { id: file } of golden.find(/^nn\/layers\/.*\.json$/)) {
  if (elsewhere.includes(file)) continue;
  const { cases } = golden.json<Tagged>(file);
  for (const entry of cases) {
    // Masks are drawn by thinc's generator there: dropout.golden.test.ts.
    if (file.endsWith("with_dropout.json")) continue;
    const id = `${file}#${entry.case}`;
    golden.case(id, () => check(id, entry));
  }
}
