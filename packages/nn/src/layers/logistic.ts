import { Model } from "../model/model";
import { clippedSigmoid } from "./clipped-sigmoid";
import { mapRows } from "./support";

/** A sigmoid of each number. */
export function Logistic(): Model {
  return new Model("logistic", {
    layer: { symbolic: (model, scope, X) => mapRows(model, scope, X, clippedSigmoid), reach: () => 0 },
  });
}
