import { codeOnly, share, size, type OptionsOf } from "@x/core/spi";
import { defineLayer, inferredSize } from "../define-layer";
import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import { withGradient } from "../graph/with-gradient";
import type { Forward } from "../model/layer";
import { Model } from "../model/model";
import { runSymbolic } from "../model/run-symbolic";
import type { Scope } from "../model/scope";
import { arraySym, type Sym } from "../model/sym";
import { floatTensor, isTensor } from "../model/values";
import { add } from "../operators/add";
import { concat } from "../operators/concat";
import { gemm } from "../operators/gemm";
import { reshape } from "../operators/reshape";
import { slice } from "../operators/slice";
import { initPrecomputableAffine } from "./precomputable-affine-init";

/** The gradient of the hidden layer of some states, and the tokens that each state looked at. */
export interface StateGradient {
  /** `[states, nO, nP]` */
  readonly dY: Tensor;
  /** int32 `[states, nF]`, -1 for a missing feature. */
  readonly ids: Tensor;
  /** Give the gradient a token, `[tokens, nI]`, instead of a feature of each state, `[states, nF, nI]`. Default false. */
  readonly perToken?: boolean;
}

/**
 * What each token adds to the hidden layer of a state in each feature: `[tokens, nI]` to `[tokens + 1, nF, nO, nP]`; row 0
 * is for missing features. spaCy's `PrecomputableAffine`, for the transition-based parser and entity recognizer.
 *
 * The backward pass takes a `StateGradient` instead of a gradient of the output.
 */
export const PrecomputableAffine = defineLayer(
  "spacy.PrecomputableAffine.v1",
  {
    summary: "The contribution of each token to the states of a transition system.",
    settings: {
      /** Width of the hidden layer; must be known when it is initialized. */
      nO: inferredSize(),
      /** Width of the tokens; must be known when it is initialized. */
      nI: inferredSize(),
      /** Features of a state. */
      nF: size("pieces"),
      /** Pieces of the maxout behind it. */
      nP: size("pieces"),
      /** Kept as an attribute; the layer itself drops nothing. */
      dropout: share(0.1),
      /**
       * Whether a missing feature leaves the weights alone. If not, then as in spaCy it counts as the last token of the batch for
       * the gradient of `W`, which trained weights have lived with.
       */
      trueGradient: codeOnly(false),
    },
  },
  ({ nO, nI, nF, nP, dropout, trueGradient }) =>
    new Model("precomputable_affine", {
      dims: { nO, nI, nF, nP },
      params: ["W", "b", "pad"],
      attrs: { dropout_rate: dropout, ...(trueGradient ? { true_gradient: true } : {}) },
      layer: { forward, init: initPrecomputableAffine, infer: (model, scope, X) => table(model, scope, X) },
    }),
);
/** Options of `PrecomputableAffine`. */
export type PrecomputableAffineOptions = OptionsOf<typeof PrecomputableAffine.settings>;

async function forward(model: Model, X: unknown, isTrain: boolean): Promise<Forward> {
  const [Y, back] = await runSymbolic(model, [tableOf(model)], X, isTrain);
  return [Y, (gradient) => backpropStates(model, X as Tensor, gradient as StateGradient, back)];
}

const tables = new WeakMap<Model, Model>();

/** The product with all weights as a layer of its own, outside the tree; its parameters are the model's. */
function tableOf(model: Model): Model {
  let inner = tables.get(model);
  if (inner === undefined) {
    inner = new Model("table", { layer: { symbolic: (_inner, scope, X) => table(model, scope, X) } });
    tables.set(model, inner);
  }
  for (const [name, size] of model.dims) inner.dims.set(name, size);
  return inner;
}

function table(model: Model, scope: Scope, X: Sym): Sym {
  const tokens = scope.graphOf(X, model).value;
  const [nF, nO, nP, nI] = ["nF", "nO", "nP", "nI"].map((dim) => model.getDim(dim));
  const [W, pad] = [scope.param(model, "W"), scope.param(model, "pad")];
  const flat = [nF * nO * nP, nI];
  const first = (value: Value) => slice(value, { starts: [0], ends: [1], axes: [0] });
  const [Y] = withGradient([tokens, W, pad], {
    forward: () => [
      concat([reshape(pad, [1, flat[0]]), gemm(tokens, reshape(W, flat), undefined, { transB: true })], 0),
    ],
    backward: ([dY]) => {
      if (dY === undefined) return [undefined, undefined, undefined];
      const dPad = first(dY);
      const dRows = slice(dY, { starts: [1], ends: [undefined], axes: [0] });
      let dW = gemm(dRows, tokens, undefined, { transA: true });
      if (model.attrs.get("true_gradient") !== true) {
        const last = slice(tokens, { starts: [-1], ends: [undefined], axes: [0] });
        dW = add(dW, gemm(dPad, last, undefined, { transA: true }));
      }
      return [gemm(dRows, reshape(W, flat)), reshape(dW, W.shape), reshape(dPad, pad.shape)];
    },
  });
  return arraySym(reshape(Y, [Y.shape[0], nF, nO, nP]));
}

async function backpropStates(
  model: Model,
  X: Tensor,
  gradient: StateGradient,
  back: Forward[1],
): Promise<Tensor | undefined> {
  const { dY, ids, perToken = false } = gradient;
  const [nF, nO, nP, nI] = ["nF", "nO", "nP", "nI"].map((dim) => model.getDim(dim));
  const [states, width] = [ids.shape[0], nO * nP];
  if (!isTensor(dY) || dY.data.length !== states * width)
    throw errors.wrongInput(model.name, `a gradient [${states}, ${nO}, ${nP}]`, `[${dY.shape.join(", ")}]`);
  const [d, index] = [dY.data as Float32Array, ids.data as Int32Array];
  const rows = new Float32Array((X.shape[0] + 1) * nF * width);
  const db = new Float32Array(width);
  for (let state = 0, at = 0; state < states; state++) {
    const from = state * width;
    for (let i = 0; i < width; i++) db[i] += d[from + i];
    for (let f = 0; f < nF; f++, at++) {
      const to = (Math.max(index[at] + 1, 0) * nF + f) * width;
      for (let i = 0; i < width; i++) rows[to + i] += d[from + i];
    }
  }
  model.getParam("b").addGradient(db);
  const dX = (await back(floatTensor([X.shape[0] + 1, nF, nO, nP], rows))) as Tensor;
  return perToken ? dX : perFeature(model, { d, states, nF, width, nI });
}

/** spaCy's form of the gradient: one row for each feature of each state. */
function perFeature(
  model: Model,
  { d, states, nF, width, nI }: { d: Float32Array; states: number; nF: number; width: number; nI: number },
): Tensor {
  const W = model.getParam("W").data;
  const dX = new Float32Array(states * nF * nI);
  for (let state = 0; state < states; state++)
    for (let f = 0; f < nF; f++) {
      const to = (state * nF + f) * nI;
      for (let o = 0; o < width; o++) {
        const g = d[state * width + o];
        if (g === 0) continue;
        const from = (f * width + o) * nI;
        for (let i = 0; i < nI; i++) dX[to + i] += g * W[from + i];
      }
    }
  return floatTensor([states, nF, nI], dX);
}
