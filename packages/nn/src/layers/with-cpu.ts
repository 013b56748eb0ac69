import { anything, defineCall, optional } from "@x/core/spi";
import { network } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer } from "../model/layer";
import { Model, type Batch } from "../model/model";
import { updateModel } from "../model/update-model";

/** Holds a layer that thinc runs on the CPU also where the rest is on a GPU; ours runs where its children do. */
export const withCpu = defineCall(
  "layers",
  "with_cpu.v1",
  {
    summary: "Wraps a layer for the CPU.",
    settings: {
      layer: network(),
      /** thinc's backend, which says nothing here. */
      ops: optional(anything()),
    },
    call: ({ layer }, wrap) => wrap(layer),
  },
  <X = Batch, Y = Batch>(layer: Model<X, Y>): Model<X, Y> =>
    new Model(`with_cpu(${layer.name})`, {
      layers: [layer],
      dims: Object.fromEntries(layer.dims),
      layer: {
        composite: true,
        symbolic: (model, scope, X) => applyLayer(model.layers[0], scope, X),
        infer: (model, scope, X) => applyLayer(model.layers[0], scope, X),
        forward: (model, X, isTrain) => model.layers[0].run(X, isTrain),
        update: (model, X, options) => updateModel(model.layers[0], X, options),
        init: (model, init) => initializeLayer(model.layers[0], init),
      },
    }),
);
