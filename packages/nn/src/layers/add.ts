import { defineCombinator } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, reachBeside, type Forward, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { like, type Sym } from "../model/sym";
import { sum } from "../operators/sum";
import { addBatches } from "./host-arithmetic";
import { setWidth } from "./support";

/** The sum of the outputs of several layers; the same input goes to all. */
export const add = defineCombinator(
  "add.v1",
  { summary: "The sum of the outputs of layers." },
  (...layers) => {
    const [first, ...rest] = layers;
    if (rest.length === 0) return first;
    if (first.name === "add") {
      // thinc joins into the first one.
      first.layers.push(...rest);
      return first;
    }
    const hasInput = layers.every((layer) => layer.hasDim("nI") !== false);
    return new Model("add", {
      layers,
      dims: hasInput ? { nO: null, nI: null } : { nO: null },
      layer: {
        composite: true,
        symbolic,
        infer: symbolic,
        forward,
        init,
        reach: ({ layers }) => reachBeside(layers),
      },
    });
  },
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const parts = model.layers.map((layer) => scope.graphOf(applyLayer(layer, scope, X), layer));
  return like(parts[0], sum(...parts.map((part) => part.value)));
}

async function forward(model: Model, X: never, isTrain: boolean): Promise<Forward> {
  const runs: Forward[] = [];
  for (const layer of model.layers) runs.push(await layer.run(X, isTrain));
  const backprop = async (dY: unknown) => {
    let dX: unknown;
    for (const [, back] of runs) dX = addBatches(dX, await back(dY));
    return dX;
  };
  return [runs.reduce((sum: unknown, [Y]) => addBatches(sum, Y), undefined), backprop];
}

function init(model: Model, options: InitOptions): void {
  for (const node of [model, ...model.layers]) {
    setWidth(node, "nI", options, options.X);
    setWidth(node, "nO", options, options.Y);
  }
  for (const layer of model.layers) initializeLayer(layer, options);
  model.setDim("nO", model.layers[0].getDim("nO"));
}
