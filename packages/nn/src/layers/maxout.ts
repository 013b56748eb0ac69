import { glorotUniformInit } from "../initializers/glorot-uniform";
import { zeroInit } from "../initializers/zero";
import type { InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { gemm } from "../operators/gemm";
import { max } from "../operators/max";
import { reshape } from "../operators/reshape";
import { split } from "../operators/split";
import { transpose } from "../operators/transpose";
import type { Value } from "../graph/value";
import type { LinearOptions } from "./linear";
import { initParam, mapRows, setWidth } from "./support";
import { withOptions, type ActivationOptions } from "./with-options";

/** Options of `Maxout`. */
export interface MaxoutOptions extends LinearOptions, ActivationOptions {
  /** Pieces of which the largest wins, the first one on a tie; default 3. */
  readonly nP?: number | null;
}

/** The largest of `nP` linear functions for each output: Goodfellow et al. 2013. Weights are `[nO, nP, nI]`. */
export function Maxout(options: MaxoutOptions = {}): Model {
  const { nO, nI, nP = 3, init_W, init_b } = options;
  const layer = new Model("maxout", {
    dims: { nO, nI, nP },
    params: ["W", "b"],
    layer: {
      symbolic: (model, scope, X) => mapRows(model, scope, X, (rows) => maxout(model, scope, rows)),
      rowwise: () => 0,
      init: (model, init) => {
        setWidth(model, "nI", init, init.X);
        setWidth(model, "nO", init, init.Y);
        initMaxout(model, init);
      },
    },
  });
  const initMaxout = (model: Model, { random }: InitOptions) => {
    const [O, P, I] = ["nO", "nP", "nI"].map((dim) => model.getDim(dim));
    initParam(model, "W", { shape: [O, P, I], init: init_W ?? glorotUniformInit, random });
    initParam(model, "b", { shape: [O, P], init: init_b ?? zeroInit, random });
  };
  return withOptions(layer, options);
}

function maxout(model: Model, scope: Scope, X: Value): Value {
  const [nO, nP, nI] = ["nO", "nP", "nI"].map((dim) => model.getDim(dim));
  // Stored piece by piece within an output; the product wants the pieces apart, so that each is one block of columns.
  const W = reshape(transpose(scope.param(model, "W"), [1, 0, 2]), [nP * nO, nI]);
  const b = reshape(transpose(scope.param(model, "b"), [1, 0]), [nP * nO]);
  const pieces = gemm(X, W, b, { transB: true });
  return nP === 1 ? pieces : max(...split(pieces, nP, 1));
}
