import type { OptionsOf } from "@x/core/spi";
import { defineLayer, inferredSize, initializer } from "../define-layer";
import { glorotUniformInit } from "../initializers/glorot-uniform";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { gemm } from "../operators/gemm";
import type { Value } from "../graph/value";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

const settings = {
  /** Width of the output; null: as the batch it is initialized with. */
  nO: inferredSize(),
  /** Width of the input; null: as the batch it is initialized with. */
  nI: inferredSize(),
  /** Where the weights come from; null: glorot uniform, zeros for `Softmax` and `Sigmoid`. */
  init_W: initializer(),
  /** Where the bias comes from; null: zeros. */
  init_b: initializer(),
};
type Declared = typeof settings;
/** Settings of `Linear`, and of the layers made of it. */
export interface LinearSettings extends Declared {}
/** Options of `Linear`, and of the layers made of it. */
export type LinearOptions = OptionsOf<LinearSettings>;
export const linearSettings: LinearSettings = settings;

/** A product with weights `[nO, nI]` and a bias. */
export const Linear = defineLayer(
  "Linear.v1",
  { summary: "A dense layer.", settings: linearSettings },
  ({ nO, nI, init_W, init_b }) =>
    new Model("linear", {
      dims: { nO, nI },
      params: ["W", "b"],
      layer: {
        symbolic: (model, scope, X) => mapRows(model, scope, X, (rows) => affine(model, scope, rows)),
        rowwise: () => 0,
        init: linearInit({ initW: init_W ?? glorotUniformInit, initB: init_b ?? zeroInit }),
      },
    }),
);

/** `X W^T + b` with the parameters of a node. */
export function affine(model: Model, scope: Scope, X: Value): Value {
  return gemm(X, scope.param(model, "W"), scope.param(model, "b"), { transB: true });
}
