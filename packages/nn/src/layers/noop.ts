import { defineCombinator } from "../define-layer";
import { Model } from "../model/model";

/** Hands its input on; the layers in it are only kept. */
export const noop = defineCombinator(
  "noop.v1",
  { summary: "Returns its input." },
  (...layers) => new Model("noop", { layers, layer: { symbolic: (_model, _scope, X) => X, reach: () => 0 } }),
);
