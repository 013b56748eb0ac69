import { defineLayer } from "../define-layer";
import { Model } from "../model/model";
import { clippedSigmoid } from "./clipped-sigmoid";
import { mapRows } from "./support";

/** A sigmoid of each number. */
export const sigmoidActivation = defineLayer(
  "sigmoid_activation.v1",
  { summary: "A sigmoid.", settings: {} },
  () =>
    new Model("sigmoid_activation", {
      layer: { symbolic: (model, scope, X) => mapRows(model, scope, X, clippedSigmoid) },
    }),
);
