import { defineCombinator } from "../define-layer";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, type Forward, type InitOptions } from "../model/layer";
import type { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { withValue, type Sym } from "../model/sym";
import { concat } from "../operators/concat";
import { joinBranches, runBranches } from "./branches";
import { concatenateBatches, floats, splitBatch } from "./host-arithmetic";
import { noop } from "./noop";
import { setWidth } from "./support";

/** The outputs of several layers side by side; the same input goes to all. */
export const concatenate = defineCombinator(
  "concatenate.v1",
  { summary: "The concatenated outputs of layers." },
  (...layers) => {
    if (layers.length === 0) return noop();
    const [first, ...rest] = layers;
    if (rest.length === 0) return first;
    if (first.layer.symbolic === symbolic) {
      // thinc joins into the first one, which keeps its name.
      first.layers.push(...rest);
      return first;
    }
    return joinBranches(layers.map((layer) => layer.name).join("|"), layers, { symbolic, forward, init });
  },
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const parts = model.layers.map((layer) => scope.graphOf(applyLayer(layer, scope, X), layer));
  const axis = parts[0].value.shape.length - 1;
  return withValue(
    parts[0],
    concat(
      parts.map((part) => part.value),
      axis,
    ),
  );
}

async function forward(model: Model, X: never, isTrain: boolean): Promise<Forward> {
  const [outputs, backprop] = await runBranches(model, X, isTrain);
  const widths = outputs.map((output) => floats(output).shape[1]);
  return [concatenateBatches(outputs), (dY) => backprop(splitBatch(dY, widths))];
}

function init(model: Model, options: InitOptions): void {
  const { X } = options;
  for (const node of [model, ...model.layers]) setWidth(node, "nI", options, X);
  for (const layer of model.layers) initializeLayer(layer, options);
  const widths = model.layers.map((layer) => layer.maybeGetDim("nO"));
  if (widths.every((width) => width !== null))
    model.setDim(
      "nO",
      widths.reduce((a, b) => a + b, 0),
    );
}
