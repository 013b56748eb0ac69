import { flag, share, size, type OptionsOf } from "@x/core/spi";
import { defineLayer, inferredSize, initializer } from "../define-layer";
import { errors } from "../errors";
import { glorotUniformInit } from "../initializers/glorot-uniform";
import { sizeOfShape, type Initializer } from "../initializers/initializer";
import { zeroInit } from "../initializers/zero";
import type { Forward, InitOptions } from "../model/layer";
import { Model } from "../model/model";
import { Param } from "../model/param";
import { isPadded, type Padded } from "../model/values";
import { drawMask } from "./draw-mask";
import { inferPadded } from "./infer-padded";
import { thincGates, type LstmWeights } from "./lstm-direction";
import { runLstmStack } from "./lstm-stack";
import { setWidth } from "./support";

/**
 * A recurrent network over padded sequences: thinc's `LSTM.v1`, gates f, i, o, c; `HC0[0]` is the first cell, `HC0[1]` the first
 * output. Its gradient is the true one, thinc's on the CPU is not.
 */
export const LSTM = defineLayer(
  "LSTM.v1",
  {
    summary: "A recurrent network.",
    settings: {
      /** Width of the output, of both directions together; null: as the batch it is initialized with. */
      nO: inferredSize(),
      /** Width of the input; null: as the batch it is initialized with. */
      nI: inferredSize(),
      /** Read each sequence both ways. */
      bi: flag(false),
      /** Layers on top of each other. */
      depth: size("layers", 1),
      /** Share of the *weights* that is dropped in training. */
      dropout: share(0),
      /** Where the weights come from; null: glorot uniform. */
      init_W: initializer(),
      /** Where the biases come from; null: zeros. */
      init_b: initializer(),
    },
  },
  ({ nO, nI, bi, depth, dropout, init_W, init_b }) => {
    if (depth < 1) throw errors.wrongOption("lstm", "depth", String(depth), "1 or more");
    return new Model("lstm", {
      dims: { nO, nI, depth, dirs: bi ? 2 : 1 },
      attrs: { registry_name: "LSTM.v1", dropout_rate: dropout },
      params: ["LSTM", "HC0"],
      layer: {
        forward,
        infer: inferPadded,
        init: (model, init) => initialize(model, init, [init_W ?? glorotUniformInit, init_b ?? zeroInit]),
      },
    });
  },
);
/** Options of `LSTM`. */
export type LstmOptions = OptionsOf<typeof LSTM.settings>;

/** The places of the weights in the flat parameter: for each layer and direction Wx, bx, Wh, bh. */
function* placesOf(model: Model) {
  const [nI, depth, dirs] = ["nI", "depth", "dirs"].map((dim) => model.getDim(dim));
  const nH = model.getDim("nO") / dirs;
  let at = 0;
  const take = (size: number) => [at, (at += size)] as const;
  for (let layer = 0; layer < depth; layer++)
    for (let direction = 0; direction < dirs; direction++) {
      const width = layer === 0 ? nI : nH * dirs;
      const [Wx, bx, Wh, bh] = [4 * nH * width, 4 * nH, 4 * nH * nH, 4 * nH].map(take);
      yield { layer, direction, width, nH, Wx, bx, Wh, bh, index: layer * dirs + direction };
    }
}

function forward(model: Model, X: unknown, isTrain: boolean): Forward {
  if (!isPadded(X)) throw errors.wrongInput(model.name, "padded sequences", typeof X);
  const [nI, depth, dirs] = ["nI", "depth", "dirs"].map((dim) => model.getDim(dim));
  const nH = model.getDim("nO") / dirs;
  const own = model.getParam("LSTM").data;
  const start = model.getParam("HC0").data;
  const rate = Number(model.attrs.get("dropout_rate") ?? 0);
  const mask = isTrain && rate > 0 ? drawMask(model, { shape: [own.length], rate }) : undefined;
  const flat = mask === undefined ? own : own.map((value, i) => value * mask[i]);
  const half = depth * dirs * nH;
  const weights: LstmWeights[][] = Array.from({ length: depth }, () => []);
  for (const { layer, index, Wx, bx, Wh, bh } of placesOf(model))
    weights[layer].push({
      Wx: flat.subarray(...Wx),
      Wh: flat.subarray(...Wh),
      b: flat.slice(...bx).map((value, i) => value + flat[bh[0] + i]),
      c0: start.subarray(index * nH, (index + 1) * nH),
      h0: start.subarray(half + index * nH, half + (index + 1) * nH),
    });
  const run = runLstmStack(X, { weights, nI, nH, gates: thincGates });
  const backprop = (dY: unknown) => {
    const { dX, gradients } = run.backprop(dY as Padded);
    const dW = new Float32Array(own.length);
    const dStart = new Float32Array(start.length);
    for (const { layer, direction, index, Wx, bx, Wh, bh } of placesOf(model)) {
      const found = gradients[layer][direction];
      dW.set(found.Wx, Wx[0]);
      dW.set(found.Wh, Wh[0]);
      dW.set(found.b, bx[0]);
      dW.set(found.b, bh[0]);
      dStart.set(found.c0, index * nH);
      dStart.set(found.h0, half + index * nH);
    }
    if (mask !== undefined) for (let i = 0; i < dW.length; i++) dW[i] *= mask[i];
    model.getParam("LSTM").addGradient(dW);
    model.getParam("HC0").addGradient(dStart);
    return dX;
  };
  return [run.Y, backprop];
}

function initialize(model: Model, options: InitOptions, [initW, initB]: readonly Initializer[]): void {
  setWidth(model, "nI", options, options.X);
  setWidth(model, "nO", options, options.Y);
  const [nO, depth, dirs] = ["nO", "depth", "dirs"].map((dim) => model.getDim(dim));
  const parts: Float32Array[] = [];
  for (const { width, nH } of placesOf(model))
    for (const [shape, init] of [
      [[nH, width], initW],
      [[nH], initB],
      [[nH, nH], initW],
      [[nH], initB],
    ] as const)
      for (let gate = 0; gate < 4; gate++) parts.push(init(options.random, shape));
  const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    flat.set(part, at);
    at += part.length;
  }
  const starts = [2, depth, dirs, nO / dirs];
  model.setParam("LSTM", new Param([flat.length], flat));
  model.setParam("HC0", new Param(starts, new Float32Array(sizeOfShape(starts))));
}
