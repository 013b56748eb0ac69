import { defineLayer, inferredSize } from "../define-layer";
import { Model } from "../model/model";
import type { InitOptions } from "../model/layer";
import { Param } from "../model/param";
import { layerNormalization } from "../operators/layer-normalization";
import { mapRows, widthIn } from "./support";

/** thinc adds this to the variance. */
const EPSILON = 1e-8;

/** Brings each row to mean 0 and deviation 1, then scales and shifts it: Ba, Kiros and Hinton 2016. */
export const LayerNorm = defineLayer(
  "LayerNorm.v1",
  {
    summary: "Normalizes each row to mean 0 and standard deviation 1.",
    settings: {
      /** Width of the rows; null: as the batch it is initialized with. */
      nI: inferredSize(),
    },
  },
  ({ nI }) =>
    new Model("layernorm", {
      dims: { nI, nO: nI },
      params: ["G", "b"],
      layer: {
        symbolic: (model, scope, X) =>
          mapRows(model, scope, X, (rows) =>
            layerNormalization(rows, scope.param(model, "G"), {
              bias: scope.param(model, "b"),
              epsilon: EPSILON,
            }),
          ),
        reach: () => 0,
        init,
      },
    }),
);

function init(model: Model, { X, Y, scope }: InitOptions): void {
  const width = widthIn(scope, X) ?? widthIn(scope, Y);
  if (width !== undefined) {
    model.setDim("nI", width);
    model.setDim("nO", width);
  }
  const nI = model.getDim("nI");
  if (model.hasDim("nO") === null) model.setDim("nO", nI);
  model.setParam("G", new Param([nI], new Float32Array(nI).fill(1)));
  model.setParam("b", new Param([nI]));
}
