import { defineLayer } from "../define-layer";
import { errors } from "../errors";
import { Model } from "../model/model";
import { arraySym } from "../model/sym";
import { isSequences, tensorOf } from "../model/values";

/** All rows of a list as one array; nothing is copied. */
export const list2array = defineLayer(
  "list2array.v1",
  { summary: "The rows of a list as one array.", settings: {} },
  () =>
    new Model("list2array", {
      layer: {
        symbolic: (model, scope, X) => {
          if (X.on === "graph") return arraySym(X.value);
          if (X.on === "tuple" || !isSequences(scope.sample(X.host)))
            throw errors.wrongInput(model.name, "a list", "another batch");
          return { ...X, host: X.host.map((batch) => tensorOf(batch)) };
        },
        rowwise: () => 0,
      },
    }),
);
