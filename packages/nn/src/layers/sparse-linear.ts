import { size, type OptionsOf } from "@x/core/spi";
import { defineLayer, inferredSize } from "../define-layer";
import { errors } from "../errors";
import { zeroInit } from "../initializers/zero";
import type { Forward, InitOptions } from "../model/layer";
import { Model } from "../model/model";
import { floatTensor, isTensor } from "../model/values";
import { addSums, fewestClasses, keptSums } from "./sparse-sums";
import { sparseKeyHash } from "./sparse-key-hash";
import { initParam, setWidth } from "./support";

const settings = {
  /** Classes; null: as the batch it is initialized with. */
  nO: inferredSize(),
  /** Weights of each class. */
  length: size("rows", 2 ** 18),
};
/** Options of `SparseLinear` and `SparseLinearV2`. */
export type SparseLinearOptions = OptionsOf<typeof settings>;

/**
 * A linear layer over sparse features, found by hashing their keys twice: thinc's `SparseLinear.v1`.
 *
 * Takes `[keys (uint64), values (float), lengths]`, gives `[sequences, nO]`. All classes share one row of weights, shifted by one
 * a class, so that they overlap, and `length` should be a power of two; `SparseLinearV2` gives each class its own.
 */
export const SparseLinear = defineLayer(
  "SparseLinear.v1",
  { summary: "A linear layer over hashed keys; classes overlap.", settings },
  ({ nO, length }) => sparseLinear(nO, { length, v1_indexing: true }),
);

/** The same with weights of its own for each class: thinc's `SparseLinear.v2`. */
export const SparseLinearV2 = defineLayer(
  "SparseLinear.v2",
  { summary: "A linear layer over hashed keys.", settings },
  ({ nO, length }) => sparseLinear(nO, { length, v1_indexing: false }),
);

function sparseLinear(
  nO: number | null,
  { length, v1_indexing }: { readonly length: number; readonly v1_indexing: boolean },
): Model {
  return new Model("sparse_linear", {
    dims: { nO, length },
    params: ["W", "b"],
    attrs: { v1_indexing },
    layer: {
      forward,
      infer: (model, scope) => {
        const size = scope.size("B");
        const value = scope.graph.input(`scores_${size}`, "float32", [size, model.getDim("nO")]);
        return { on: "graph", kind: "array", value };
      },
      init,
    },
  });
}

interface Sparse {
  readonly keys: Uint32Array;
  readonly values: ArrayLike<number>;
  readonly lengths: ArrayLike<number | bigint>;
}

function forward(model: Model, X: unknown, isTrain: boolean): Forward {
  const batch = read(model, X);
  const nO = model.getDim("nO");
  const W = model.getParam("W").data;
  const b = model.getParam("b").data;
  const { places, stride } = placesOf(model, batch);
  const rows = batch.lengths.length;
  const Y = new Float32Array(rows * nO);
  if (!isTrain && nO >= fewestClasses && model.environment.frozen) {
    addSums(keptSums(model), { ...batch, places, stride, Y, b, W });
    return [floatTensor([rows, nO], Y), (dY) => accumulateGradients(model, { batch, places, stride }, dY)];
  }
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const to = row * nO;
    Y.set(b, to);
    for (const end = at + Number(batch.lengths[row]); at < end; at++) {
      const value = batch.values[at];
      const [first, second] = [places[2 * at], places[2 * at + 1]];
      for (let o = 0, shift = 0; o < nO; o++, shift += stride)
        Y[to + o] += (W[first + shift] + W[second + shift]) * value;
    }
  }
  return [floatTensor([rows, nO], Y), (dY) => accumulateGradients(model, { batch, places, stride }, dY)];
}

/**
 * Adds the gradients in place: the weights are far too many to make an array of each batch's. Keys and counts have no gradient
 * (thinc hands them back).
 */
function accumulateGradients(
  model: Model,
  { batch, places, stride }: { batch: Sparse; places: Uint32Array; stride: number },
  gradient: unknown,
): undefined {
  if (!isTensor(gradient)) throw errors.wrongInput(model.name, "a gradient like the output", typeof gradient);
  const d = gradient.data as Float32Array;
  const nO = model.getDim("nO");
  const [W, b] = [model.getParam("W"), model.getParam("b")];
  const dW = (W.grad ??= W.allocate());
  const db = (b.grad ??= b.allocate());
  let at = 0;
  for (let row = 0; row < batch.lengths.length; row++) {
    const from = row * nO;
    for (let o = 0; o < nO; o++) db[o] += d[from + o];
    for (const end = at + Number(batch.lengths[row]); at < end; at++) {
      const value = batch.values[at];
      const [first, second] = [places[2 * at], places[2 * at + 1]];
      for (let o = 0, shift = 0; o < nO; o++, shift += stride) {
        dW[first + shift] += d[from + o] * value;
        dW[second + shift] += d[from + o] * value;
      }
    }
  }
}

/** Where the two weights of each key lie for the first class, and how far apart those of the classes are. */
function placesOf(model: Model, { keys }: Sparse): { places: Uint32Array; stride: number } {
  const length = model.getDim("length");
  const isFirstVersion = model.attr<boolean>("v1_indexing");
  const places = new Uint32Array(keys.length);
  // The remainder of a number beyond 2^31 is a division of floats; the usual lengths are powers of two.
  const useMask = isFirstVersion || (length & (length - 1)) === 0;
  for (let i = 0; i < keys.length; i += 2)
    for (let seed = 0; seed < 2; seed++) {
      const hash = sparseKeyHash(keys[i], keys[i + 1], seed);
      places[i + seed] = useMask ? (hash & (length - 1)) >>> 0 : hash % length;
    }
  return { places, stride: isFirstVersion ? 1 : length };
}

function read(model: Model, X: unknown): Sparse {
  const parts: readonly unknown[] = Array.isArray(X) ? X : [];
  const [keys, values, lengths] = parts;
  if (!isTensor(keys) || !isTensor(values) || !isTensor(lengths) || !(keys.data instanceof BigUint64Array))
    throw errors.wrongInput(model.name, "a tuple of keys (uint64), values and lengths", typeof X);
  const { buffer, byteOffset, length } = keys.data;
  return {
    keys: new Uint32Array(buffer, byteOffset, 2 * length),
    values: values.data as ArrayLike<number>,
    lengths: lengths.data,
  };
}

function init(model: Model, options: InitOptions): void {
  setWidth(model, "nO", options, options.Y);
  const [nO, length] = [model.getDim("nO"), model.getDim("length")];
  const { random } = options;
  initParam(model, "W", { shape: [nO * length], init: zeroInit, random });
  initParam(model, "b", { shape: [nO], init: zeroInit, random });
}
