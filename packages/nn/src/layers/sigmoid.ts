import { defineLayer } from "../define-layer";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import { clippedSigmoid } from "./clipped-sigmoid";
import { affine, linearSettings } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

/** A dense layer and a sigmoid, for classes that do not exclude each other. */
export const Sigmoid = defineLayer(
  "Sigmoid.v1",
  { summary: "A dense layer and a sigmoid.", settings: linearSettings },
  ({ nO, nI, init_W, init_b }) =>
    new Model("sigmoid", {
      dims: { nO, nI },
      params: ["W", "b"],
      layer: {
        symbolic: (model, scope, X) =>
          mapRows(model, scope, X, (rows) => clippedSigmoid(affine(model, scope, rows))),
        reach: () => 0,
        init: linearInit({ initW: init_W ?? zeroInit, initB: init_b ?? zeroInit, keep: true }),
      },
    }),
);
