import { defineCombinator } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, type Forward, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { runBranches } from "./branches";

/** The outputs of several layers as a tuple; the same input goes to all. */
export const tuplify = defineCombinator(
  "tuplify.v1",
  { summary: "The outputs of layers as a tuple." },
  (...layers) =>
    new Model(`tuple(${layers.map((layer) => layer.name).join(", ")})`, {
      layers,
      dims: { nI: null },
      layer: { composite: true, symbolic, infer: symbolic, forward, init },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  return { on: "tuple", items: model.layers.map((layer) => applyLayer(layer, scope, X)) };
}

async function forward(model: Model, X: never, isTrain: boolean): Promise<Forward> {
  const [outputs, backprop] = await runBranches(model, X, isTrain);
  return [outputs, (dY) => backprop(dY as readonly unknown[])];
}

function init(model: Model, { X, Y, scope, random }: InitOptions): void {
  model.layers.forEach((layer, i) => {
    const target = Y?.on === "tuple" && layer.hasDim("nO") === null ? Y.items[i] : undefined;
    initializeLayer(layer, { X, Y: target, scope, random });
  });
  const [first] = model.layers;
  if (first.hasDim("nI") === true) model.setDim("nI", first.getDim("nI"));
}
