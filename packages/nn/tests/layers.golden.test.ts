import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { ColumnIndex } from "../src/layers/array-getitem";
import type { Model } from "../src/model/model";
import { Param } from "../src/model/param";
import { floatTensor, tensorOf, type Sequences } from "../src/model/values";
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
  return value instanceof ColumnIndex ? [{ $unserializable: "slice" }, value.column] : value;
}

function setParams(model: Model, nodes: readonly Tagged[]) {
  [...model.walk()].forEach((node, i) => {
    for (const [name, array] of Object.entries<Tagged>(nodes[i].params)) {
      const { shape, data } = decodeArray(array);
      node.setParam(name, new Param(shape, Float32Array.from(data as Float32Array)));
    }
  });
}

function checkGradients(model: Model, nodes: readonly Tagged[], share: number) {
  [...model.walk()].forEach((node, i) => {
    for (const [name, array] of Object.entries<Tagged>(nodes[i].grads)) {
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

async function check(id: string, entry: Tagged): Promise<void> {
  const model = buildLayer(entry.config);
  const X = decode(entry.X) as never;
  const Y = decode(entry.Y) as never;
  model.initialize({ X });
  const { nodes } = entry;
  expect(describeNodes(model)).toEqual(
    nodes.map(({ params: _params, grads: _grads, ...node }: Tagged) => node),
  );
  setParams(model, nodes);
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
};

for (const { id: file } of golden.find(/^nn\/layers\/.*\.json$/)) {
  const { cases } = golden.json<Tagged>(file);
  for (const entry of cases) {
    // Masks are drawn by thinc's generator there: dropout.golden.test.ts.
    if (file.endsWith("with_dropout.json")) continue;
    const id = `${file}#${entry.case}`;
    golden.case(id, () => check(id, entry));
  }
}
