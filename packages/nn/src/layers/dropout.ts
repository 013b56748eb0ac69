import { Model } from "../model/model";
import { mul } from "../operators/mul";
import { mapRows } from "./support";

/** Zeroes a share of the numbers in training and scales up the rest; does nothing in prediction. */
export function Dropout(options: { readonly rate?: number } = {}): Model {
  return new Model("dropout", {
    attrs: { dropout_rate: options.rate ?? 0, is_enabled: true },
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
  });
}
