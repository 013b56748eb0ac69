import { orNull } from "@x/core/spi";
import { defineLayer, inferredSize, network } from "../define-layer";
import { errors } from "../errors";
import { uniformInit } from "../initializers/uniform";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, type Backprop, type Forward, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { arraySym, withValue, type Sym } from "../model/sym";
import { floatTensor, isSequences, type Sequences } from "../model/values";
import { addBatches } from "./host-arithmetic";
import { noop } from "./noop";
import { backpropSequenceSoftmax, sequenceSoftmax } from "./sequence-softmax";
import { initParam, setWidth } from "./support";

/** Weighs the rows of each sequence by how similar they are to a vector that is learned: thinc's `ParametricAttention.v1`. */
export const ParametricAttention = defineLayer(
  "ParametricAttention.v1",
  {
    summary: "Weights the rows of a sequence by their similarity to a learned vector.",
    settings: {
      /** Width of the rows; null: as the batch it is initialized with. */
      nO: inferredSize(),
    },
  },
  ({ nO }) => attention(nO),
);

/** The same; the rows may pass a layer before they are compared: thinc's `ParametricAttention.v2`. */
export const ParametricAttentionV2 = defineLayer(
  "ParametricAttention.v2",
  {
    summary: "The same, with an optional layer that transforms the rows before the comparison.",
    settings: {
      /** The layer for the rows, of width `nO`; null: none. */
      key_transform: orNull(network()),
      /** Width of the rows; null: as the batch it is initialized with. */
      nO: inferredSize(),
    },
  },
  ({ key_transform, nO }) => attention(nO, key_transform ?? noop()),
);

function attention(nO: number | null, keyTransform?: Model): Model {
  return new Model("para-attn", {
    dims: { nO },
    params: ["Q"],
    layers: keyTransform === undefined ? [] : [keyTransform],
    refs: keyTransform === undefined ? {} : { key_transform: keyTransform },
    layer: { forward, infer, init },
  });
}

async function forward(model: Model, batch: unknown, isTrain: boolean): Promise<Forward> {
  if (!isSequences(batch)) throw errors.wrongInput(model.name, "sequences", typeof batch);
  const { lengths } = batch;
  const [rows, width] = batch.data.shape;
  const X = batch.data.data as Float32Array;
  const keyTransform = model.maybeGetRef("key_transform");
  const [keys, backKeys] =
    keyTransform === null || rows === 0
      ? [batch.data, undefined]
      : await keyTransform.run(batch.data, isTrain);
  const K = keys.data as Float32Array;
  const Q = model.getParam("Q").data;
  const scores = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += K[row * width + i] * Q[i];
    scores[row] = sum;
  }
  const weights = sequenceSoftmax(scores, lengths);
  const Y = new Float32Array(X.length);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++) Y[row * width + i] = X[row * width + i] * weights[row];
  const backprop: Backprop = async (dY) => {
    const { direct, dKeys, dQ } = gradients({ dY: floatsOf(dY), X, K, Q, weights, lengths });
    model.getParam("Q").addGradient(dQ);
    const shape = batch.data.shape;
    const fromKeys = floatTensor(shape, dKeys);
    const given = backKeys === undefined ? fromKeys : await backKeys(fromKeys);
    return { ...batch, data: addBatches(floatTensor(shape, direct), given) };
  };
  return [{ ...batch, data: floatTensor(batch.data.shape, Y) }, backprop];
}

const floatsOf = (batch: unknown) => (batch as Sequences).data.data as Float32Array;

interface Given {
  readonly dY: Float32Array;
  readonly X: Float32Array;
  readonly K: Float32Array;
  readonly Q: Float32Array;
  readonly weights: Float32Array;
  readonly lengths: Int32Array;
}

/** Gradients of the rows as they are weighed, of the rows as they are compared, and of the learned vector. */
function gradients({ dY, X, K, Q, weights, lengths }: Given) {
  const width = Q.length;
  const rows = weights.length;
  const dWeights = new Float32Array(rows);
  const direct = new Float32Array(X.length);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) {
      sum += X[i] * dY[i];
      direct[i] = dY[i] * weights[row];
    }
    dWeights[row] = sum;
  }
  const dScores = backpropSequenceSoftmax(dWeights, weights, lengths);
  const dQ = new Float32Array(width);
  const dKeys = new Float32Array(X.length);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < width; i++) {
      dQ[i] += K[row * width + i] * dScores[row];
      dKeys[row * width + i] = Q[i] * dScores[row];
    }
  return { direct, dKeys, dQ };
}

function infer(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const shape = [batch.value.shape[0], model.getDim("nO")];
  return withValue(batch, scope.graph.input(`attended_${scope.size("A")}`, "float32", shape));
}

function init(model: Model, options: InitOptions): void {
  const { X, scope, random } = options;
  const [keyTransform] = model.layers;
  setWidth(model, "nO", options, X);
  const nO = model.getDim("nO");
  initParam(model, "Q", { shape: [nO], init: uniformInit(), random });
  if (keyTransform === undefined) return;
  if (keyTransform.hasDim("nO") === null) keyTransform.setDim("nO", nO);
  const rows = X === undefined ? undefined : arraySym(scope.graphOf(X, model).value);
  initializeLayer(keyTransform, { X: rows, scope, random });
  if (rows !== undefined) applyLayer(keyTransform, scope, rows);
}
