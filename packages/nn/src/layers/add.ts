import { defineCombinator } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, type Forward, type InitOptions } from "../model/layer";
import type { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { withValue, type Sym } from "../model/sym";
import { sum } from "../operators/sum";
import { joinBranches, runBranches } from "./branches";
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
    return joinBranches("add", layers, { symbolic, forward, init });
  },
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const parts = model.layers.map((layer) => scope.graphOf(applyLayer(layer, scope, X), layer));
  return withValue(parts[0], sum(...parts.map((part) => part.value)));
}

async function forward(model: Model, X: never, isTrain: boolean): Promise<Forward> {
  const [outputs, backprop] = await runBranches(model, X, isTrain);
  const Y = outputs.reduce((sum, output) => addBatches(sum, output), undefined);
  return [Y, (dY) => backprop(model.layers.map(() => dY))];
}

function init(model: Model, options: InitOptions): void {
  for (const node of [model, ...model.layers]) {
    setWidth(node, "nI", options, options.X);
    setWidth(node, "nO", options, options.Y);
  }
  for (const layer of model.layers) initializeLayer(layer, options);
  model.setDim("nO", model.layers[0].getDim("nO"));
}
