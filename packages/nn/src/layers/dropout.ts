import { share } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { Model } from "../model/model";
import { mul } from "../operators/mul";
import { mapRows } from "./support";

/** Zeroes a share of the numbers in training and scales up the rest; does nothing in prediction. */
export const Dropout = defineLayer(
  "Dropout.v1",
  {
    summary: "Sets values to zero at random in training.",
    settings: {
      /** The share that is zeroed. */
      rate: share(0),
    },
  },
  ({ rate }) =>
    new Model("dropout", {
      attrs: { dropout_rate: rate, is_enabled: true },
      layer: {
        symbolic: (model, scope, X) => {
          if (X.on === "host") return X;
          return mapRows(model, scope, X, (rows) => {
            const mask = scope.mask(model, rows.shape);
            return mask === undefined ? rows : mul(rows, mask);
          });
        },
        init: () => undefined,
        reach: () => 0,
      },
    }),
);
