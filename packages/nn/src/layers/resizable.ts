import { callback } from "@x/core/spi";
import { defineWrapper } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer } from "../model/layer";
import { Model } from "../model/model";
import { Param } from "../model/param";

/** Makes a layer with more outputs out of another; the weights of the old outputs stay. */
export type ResizeLayer = (layer: Model, nO: number) => Model;

/** Holds a layer whose number of outputs can change. */
export const resizable = defineWrapper(
  "resizable.v1",
  {
    summary: "Wraps a layer whose number of outputs can change.",
    settings: {
      /** Makes a layer with another number of outputs out of the one that is held. */
      resize_layer: callback<ResizeLayer>(),
    },
  },
  (layer, { resize_layer }) =>
    new Model(`resizable(${layer.name})`, {
      layers: [layer],
      attrs: { resize_layer },
      dims: Object.fromEntries(layer.dims),
      layer: {
        composite: true,
        symbolic: (model, scope, X) => applyLayer(model.layers[0], scope, X),
        infer: (model, scope, X) => applyLayer(model.layers[0], scope, X),
        forward: (model, X, isTrain) => model.layers[0].run(X, isTrain),
        init: (model, init) => {
          initializeLayer(model.layers[0], init);
        },
      },
    }),
);

/** Changes the number of outputs of a `resizable`. */
export function resizeModel(model: Model, nO: number): void {
  model.layers[0] = model.attr<ResizeLayer>("resize_layer")(model.layers[0], nO);
  model.layers[0].environment = model.environment;
  if (model.hasDim("nO") !== false) model.dims.set("nO", nO);
}

/**
 * A copy of a layer with weights `W` and `b` that has another number of outputs.
 *
 * @param options `fill`: numbers for the weights of new outputs by parameter; default 0
 */
export function resizeLinear(
  layer: Model,
  nO: number,
  options: { readonly fill?: Readonly<Record<string, number>> } = {},
): Model {
  const old = layer.maybeGetDim("nO");
  if (old === nO) return layer;
  const uninitialized = [...layer.params.values()].every((param) => param === null);
  if (uninitialized) {
    layer.dims.set("nO", nO);
    return layer;
  }
  const larger = layer.copy();
  larger.dims.set("nO", nO);
  for (const [name, param] of layer.params) {
    if (param === null) continue;
    // Some layers keep the weights of all outputs in one row.
    const each = old === null ? 1 : param.shape[0] / old;
    const shape = [nO * each, ...param.shape.slice(1)];
    const grown = new Param(shape);
    grown.data.fill(options.fill?.[name] ?? 0);
    grown.data.set(param.data.subarray(0, grown.data.length));
    larger.params.set(name, grown);
  }
  return larger;
}
