import { Model } from "../model/model";
import { clippedSigmoid } from "./clipped-sigmoid";
import { mapRows } from "./support";

/** A sigmoid of each number. */
export function sigmoidActivation(): Model {
  return new Model("sigmoid_activation", {
    layer: { symbolic: (model, scope, X) => mapRows(model, scope, X, clippedSigmoid) },
  });
}
