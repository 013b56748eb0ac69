import { flag, orNull, share, size, type OptionsOf } from "@x/core/spi";
import { defineLayer, inferredSize, initializer } from "../define-layer";
import { glorotUniformInit } from "../initializers/glorot-uniform";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { gemm } from "../operators/gemm";
import { max } from "../operators/max";
import { reshape } from "../operators/reshape";
import { split } from "../operators/split";
import { transpose } from "../operators/transpose";
import type { Value } from "../graph/value";
import { initParam, mapRows, setWidth } from "./support";
import { withOptions } from "./with-options";

/** The largest of `nP` linear functions for each output: Goodfellow et al. 2013. Weights are `[nO, nP, nI]`. */
export const Maxout = defineLayer(
  "Maxout.v1",
  {
    summary: "The maximum over several dense layers.",
    settings: {
      /** Width of the output; default: as the batch it is initialized with. */
      nO: inferredSize(),
      /** Width of the input; default: as the batch it is initialized with. */
      nI: inferredSize(),
      /** Pieces of which the largest wins, the first one on a tie. */
      nP: orNull(size("pieces"), 3),
      /** Default: glorot uniform. */
      init_W: initializer(),
      /** Default: zeros. */
      init_b: initializer(),
      /** Put a dropout with this rate behind; default: none. */
      dropout: orNull(share()),
      /** Put a layer normalization behind. */
      normalize: flag(false),
    },
  },
  (settings) => {
    const { nO, nI, nP, init_W, init_b } = settings;
    const layer = new Model("maxout", {
      dims: { nO, nI, nP },
      params: ["W", "b"],
      layer: {
        symbolic: (model, scope, X) => mapRows(model, scope, X, (rows) => maxout(model, scope, rows)),
        rowwise: () => 0,
        init: (model, init) => {
          setWidth(model, "nI", init, init.X);
          setWidth(model, "nO", init, init.Y);
          const [O, P, I] = ["nO", "nP", "nI"].map((dim) => model.getDim(dim));
          const { random } = init;
          initParam(model, "W", { shape: [O, P, I], init: init_W ?? glorotUniformInit, random });
          initParam(model, "b", { shape: [O, P], init: init_b ?? zeroInit, random });
        },
      },
    });
    return withOptions(layer, settings);
  },
);
/** Options of `Maxout`. */
export type MaxoutOptions = OptionsOf<typeof Maxout.settings>;

function maxout(model: Model, scope: Scope, X: Value): Value {
  const [nO, nP, nI] = ["nO", "nP", "nI"].map((dim) => model.getDim(dim));
  // Stored piece by piece within an output; the product wants the pieces apart, so that each is one block of columns.
  const W = reshape(transpose(scope.param(model, "W"), [1, 0, 2]), [nP * nO, nI]);
  const b = reshape(transpose(scope.param(model, "b"), [1, 0]), [nP * nO]);
  const pieces = gemm(X, W, b, { transB: true });
  return nP === 1 ? pieces : max(...split(pieces, nP, 1));
}
