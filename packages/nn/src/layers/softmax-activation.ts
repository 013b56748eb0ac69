import { defineLayer } from "../define-layer";
import { Model } from "../model/model";
import { softmax } from "../operators/softmax";
import { mapRows } from "./support";

/** A softmax of each row, with its true gradient. */
export const softmaxActivation = defineLayer(
  "softmax_activation.v1",
  { summary: "A softmax.", settings: {} },
  () =>
    new Model("softmax_activation", {
      layer: { symbolic: (model, scope, X) => mapRows(model, scope, X, (rows) => softmax(rows)) },
    }),
);
