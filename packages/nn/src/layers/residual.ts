import { defineWrapper } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, reachOf, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { withValue, type Sym } from "../model/sym";
import { add } from "../operators/add";
import { addBatches } from "./host-arithmetic";

/** A layer whose input is added to its output: He et al. 2016. */
export const residual = defineWrapper(
  "residual.v1",
  { summary: "A layer whose input is added to its output.", settings: {} },
  (layer) =>
    new Model(`residual(${layer.name})`, {
      layers: [layer],
      dims: { nO: layer.maybeGetDim("nO"), nI: layer.maybeGetDim("nI") },
      layer: {
        composite: true,
        symbolic,
        infer: symbolic,
        forward: async (model, X, isTrain) => {
          const [Y, backprop] = await model.layers[0].run(X, isTrain);
          return [addBatches(X, Y), async (dY) => addBatches(dY, await backprop(dY))];
        },
        init,
        reach: (model) => reachOf(model.layers[0]),
      },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const Y = scope.graphOf(applyLayer(model.layers[0], scope, batch), model);
  return withValue(batch, add(batch.value, Y.value));
}

function init(model: Model, { X, Y, scope, random }: InitOptions): void {
  const [layer] = model.layers;
  initializeLayer(layer, { X, Y: layer.hasDim("nO") === null ? Y : undefined, scope, random });
  for (const dim of ["nO", "nI"]) if (layer.hasDim(dim) === true) model.setDim(dim, layer.getDim(dim));
}
