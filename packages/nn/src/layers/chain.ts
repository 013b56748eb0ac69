import { defineCombinator } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, reachOfChain, rowsBefore, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Sym } from "../model/sym";
import { runSegments, updateSegments } from "../model/run-segments";
import { widthIn } from "./support";

/**
 * Layers one after another: thinc's `chain`.
 *
 * Neighbours that are symbolic run as one program; host layers run between programs.
 */
export const chain = defineCombinator("chain.v1", { summary: "Layers one after another." }, (...layers) => {
  const first = layers[0];
  const last = layers[layers.length - 1];
  const dims: Record<string, number | null> = { nO: null };
  if (first.hasDim("nI") !== false) dims.nI = first.maybeGetDim("nI");
  if (last.hasDim("nO") === true) dims.nO = last.getDim("nO");
  return new Model(layers.map((layer) => layer.name).join(">>"), {
    layers,
    dims,
    layer: {
      composite: true,
      sequential: true,
      rowwise: (model) => rowsBefore(model.layers),
      reach: (model) => reachOfChain(model.layers),
      symbolic: (model, scope, X) => model.layers.reduce((Y: Sym, layer) => applyLayer(layer, scope, Y), X),
      forward: (model, X, isTrain) => runSegments(model.layers, X, isTrain),
      update: (model, X, options) => updateSegments(model.layers, X, options),
      infer: (model, scope, X) => model.layers.reduce((Y: Sym, layer) => applyLayer(layer, scope, Y), X),
      init,
    },
  });
});

function init(model: Model, { X, Y, scope, random }: InitOptions): void {
  const first = model.layers[0];
  const last = model.layers[model.layers.length - 1];
  let current = X;
  for (const layer of model.layers) {
    initializeLayer(layer, { X: current, Y: layer.hasDim("nO") === null ? Y : undefined, scope, random });
    if (current !== undefined) current = applyLayer(layer, scope, current);
  }
  if (first.hasDim("nI") === true && model.hasDim("nI") !== false) model.setDim("nI", first.getDim("nI"));
  if (model.hasDim("nO") !== null) return;
  const width = widthIn(scope, current) ?? last.maybeGetDim("nO");
  if (width !== null) model.setDim("nO", width);
}
