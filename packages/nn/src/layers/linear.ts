import { glorotUniformInit } from "../initializers/glorot-uniform";
import type { Initializer } from "../initializers/initializer";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { gemm } from "../operators/gemm";
import type { Value } from "../graph/value";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

/** Options of `Linear`, and of the layers made of it. */
export interface LinearOptions {
  readonly nO?: number | null;
  readonly nI?: number | null;
  /** Default: glorot uniform. */
  readonly init_W?: Initializer | null;
  /** Default: zeros. */
  readonly init_b?: Initializer | null;
}

/** A product with weights `[nO, nI]` and a bias. */
export function Linear(options: LinearOptions = {}): Model {
  const { nO, nI, init_W, init_b } = options;
  return new Model("linear", {
    dims: { nO, nI },
    params: ["W", "b"],
    layer: {
      symbolic: (model, scope, X) => mapRows(model, scope, X, (rows) => affine(model, scope, rows)),
      rowwise: () => 0,
      init: linearInit({ initW: init_W ?? glorotUniformInit, initB: init_b ?? zeroInit }),
    },
  });
}

/** `X W^T + b` with the parameters of a node. */
export function affine(model: Model, scope: Scope, X: Value): Value {
  return gemm(X, scope.param(model, "W"), scope.param(model, "b"), { transB: true });
}
