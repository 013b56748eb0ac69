import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import { affine } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

/** Options of `MultiSoftmax`. */
export interface MultiSoftmaxOptions {
  /** The classes of each attribute. */
  readonly nOs: readonly number[];
  readonly nI?: number | null;
}

/**
 * Scores for the classes of several attributes, side by side: thinc's `MultiSoftmax`.
 *
 * What it gives are the logits: thinc computes the softmax of each attribute and throws it away, and weights were trained so.
 */
export function MultiSoftmax({ nOs, nI }: MultiSoftmaxOptions): Model {
  return new Model("multisoftmax", {
    dims: { nO: nOs.reduce((sum, size) => sum + size, 0), nI },
    params: ["W", "b"],
    attrs: { nOs: [...nOs] },
    layer: {
      symbolic: (model, scope, X) => mapRows(model, scope, X, (rows) => affine(model, scope, rows)),
      init: (model, init) =>
        linearInit({ initW: zeroInit, initB: zeroInit })(model, { ...init, Y: undefined }),
    },
  });
}
