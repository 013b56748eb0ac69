import { list, size, type OptionsOf } from "@x/core/spi";
import { defineLayer, inferredSize } from "../define-layer";
import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import { affine } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

/**
 * Scores for the classes of several attributes, side by side: thinc's `MultiSoftmax`.
 *
 * What it gives are the logits: thinc computes the softmax of each attribute and throws it away, and weights were trained so.
 */
export const MultiSoftmax = defineLayer(
  "MultiSoftmax.v1",
  {
    summary: "Scores for the classes of several attributes.",
    settings: {
      /** The classes of each attribute. */
      nOs: list(size("rows")),
      /** Width of the input; null: as the batch it is initialized with. */
      nI: inferredSize(),
    },
  },
  ({ nOs, nI }) =>
    new Model("multisoftmax", {
      dims: { nO: nOs.reduce((sum, classes) => sum + classes, 0), nI },
      params: ["W", "b"],
      attrs: { nOs: [...nOs] },
      layer: {
        symbolic: (model, scope, X) => mapRows(model, scope, X, (rows) => affine(model, scope, rows)),
        init: (model, init) =>
          linearInit({ initW: zeroInit, initB: zeroInit })(model, { ...init, Y: undefined }),
      },
    }),
);
/** Options of `MultiSoftmax`. */
export type MultiSoftmaxOptions = OptionsOf<typeof MultiSoftmax.settings>;
