import { count } from "@x/core/spi";
import { defineWrapper } from "../define-layer";
import { errors } from "../errors";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, reachOf, rowsBefore, type Forward, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { arraySym, withValue, type GraphSym, type HostSym, type Sym } from "../model/sym";
import { isPadded, isSequences, tensorOf, withData } from "../model/values";
import { gatherRows } from "../operators/gather-rows";
import { reshape } from "../operators/reshape";
import type { Tensor } from "../graph/tensor";
import { gatherTensorRows, padIndex } from "./pad-rows";

/** Runs a layer for arrays on lists, ragged or padded batches: on all their rows at once. */
export const withArray = defineWrapper(
  "with_array.v1",
  {
    summary: "Runs a layer for arrays on sequences.",
    settings: {
      /** Rows of zeros between, before and behind the items of a list, so that windows of that size do not see neighbours. They take part in what the layer computes; ragged batches ignore it, as in thinc. */
      pad: count("window", 0),
    },
  },
  (layer, { pad }) =>
    new Model(`with_array(${layer.name})`, {
      layers: [layer],
      attrs: { pad },
      dims: Object.fromEntries(layer.dims),
      layer: { composite: true, symbolic, rowwise, reach, infer: symbolic, forward, init },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const [layer] = model.layers;
  if (X.on === "tuple") throw errors.wrongInput(model.name, "one batch", "a tuple");
  if (X.on === "host") return symbolicOnHost(model, scope, X);
  if (X.kind === "padded") return onPadded(model, scope, X);
  const { lengths } = X;
  const pad = model.attr<number>("pad");
  const rows = (value: GraphSym["value"]) =>
    scope.graphOf(applyLayer(layer, scope, arraySym(value)), layer).value;
  if (X.kind !== "list" || pad === 0 || lengths === undefined) return withValue(X, rows(X.value));
  const [count] = X.value.shape;
  const to = scope.feed(`pad_${pad}`, lengths, {
    dtype: "int32",
    shape: [scope.size("M")],
    prepare: (counts) => padIndex(counts, pad).padded,
  });
  const back = scope.feed(`unpad_${pad}`, lengths, {
    dtype: "int32",
    shape: [count],
    prepare: (counts) => padIndex(counts, pad).rows,
  });
  const padded = gatherRows(X.value, to, { inverse: back, missingInIndex: true });
  return withValue(X, gatherRows(rows(padded), back, { inverse: to, missingInInverse: true }));
}

function rowwise(model: Model): number | undefined {
  return model.attr<number>("pad") === 0 ? rowsBefore(model.layers) : undefined;
}

/** Rows of a list must not see those of the item beside: which stands beside it depends on the batch. */
function reach(model: Model): number | undefined {
  const inner = reachOf(model.layers[0]);
  return inner !== undefined && inner <= model.attr<number>("pad") ? inner : undefined;
}

function onPadded(model: Model, scope: Scope, X: GraphSym): Sym {
  const [steps, sequences, width] = X.value.shape;
  const flat = reshape(X.value, [-1, width]);
  const Y = scope.graphOf(applyLayer(model.layers[0], scope, arraySym(flat)), model).value;
  return withValue(X, reshape(Y, [steps, sequences, Y.shape[1]], { from: [X.value] }));
}

/** Ids and features: the layer inside gets the tensor of all rows. */
function symbolicOnHost(model: Model, scope: Scope, X: HostSym): Sym {
  const sample = scope.sample(X.host);
  const [layer] = model.layers;
  if (!isSequences(sample)) return applyLayer(layer, scope, X);
  const data = X.host.map((batch) => tensorOf(batch));
  const Y = applyLayer(layer, scope, { on: "host", host: data, rows: X.rows });
  if (Y.on !== "graph") return Y;
  const lengths = X.host.map((batch) => (isSequences(batch) ? batch.lengths : new Int32Array()));
  return { on: "graph", kind: sample.kind, value: Y.value, lengths };
}

async function forward(model: Model, X: unknown, isTrain: boolean): Promise<Forward> {
  const [layer] = model.layers;
  const pad = model.attr<number>("pad");
  const data = tensorOf(X);
  if (data === undefined) throw errors.wrongInput(model.name, "an array or sequences", typeof X);
  if (isPadded(X)) {
    const [steps, sequences] = X.data.shape;
    const flatten = (tensor: Tensor): Tensor => ({
      ...tensor,
      shape: [tensor.shape[0] * tensor.shape[1], tensor.shape[2]],
    });
    const unflatten = (tensor: Tensor) => ({ ...tensor, shape: [steps, sequences, tensor.shape[1]] });
    const [Y, backprop] = await layer.run(flatten(X.data), isTrain);
    return [
      withData(X, unflatten(Y)),
      async (dY) => withData(X, unflatten(await backprop(flatten(tensorOf(dY) as Tensor)))),
    ];
  }
  const index = isSequences(X) && X.kind === "list" && pad > 0 ? padIndex(X.lengths, pad) : undefined;
  const inward = (tensor: Tensor) => (index === undefined ? tensor : gatherTensorRows(tensor, index.padded));
  const outward = (tensor: Tensor) => (index === undefined ? tensor : gatherTensorRows(tensor, index.rows));
  const [Y, backprop] = await layer.run(inward(data), isTrain);
  return [
    withData(X, outward(Y)),
    async (dY) => {
      const dX = await backprop(inward(tensorOf(dY) as Tensor));
      return dX === undefined ? undefined : withData(X, outward(dX));
    },
  ];
}

function init(model: Model, { X, Y, scope, random }: InitOptions): void {
  const [layer] = model.layers;
  initializeLayer(layer, { X: X && inner(scope, X), Y: Y && inner(scope, Y), scope, random });
  for (const [dim, size] of layer.dims)
    if (size !== null && model.hasDim(dim) !== false) model.setDim(dim, size);
}

function inner(scope: Scope, X: Sym): Sym {
  if (X.on === "graph") return arraySym(X.value);
  if (X.on === "tuple") return X;
  return isSequences(scope.sample(X.host)) ? { ...X, host: X.host.map((batch) => tensorOf(batch)) } : X;
}
