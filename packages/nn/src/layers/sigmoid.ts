import { zeroInit } from "../initializers/zero";
import { Model } from "../model/model";
import { clippedSigmoid } from "./clipped-sigmoid";
import { affine, type LinearOptions } from "./linear";
import { linearInit } from "./linear-init";
import { mapRows } from "./support";

/** A dense layer and a sigmoid, for classes that do not exclude each other. */
export function Sigmoid(options: LinearOptions = {}): Model {
  const { nO, nI, init_W, init_b } = options;
  return new Model("sigmoid", {
    dims: { nO, nI },
    params: ["W", "b"],
    layer: {
      symbolic: (model, scope, X) =>
        mapRows(model, scope, X, (rows) => clippedSigmoid(affine(model, scope, rows))),
      reach: () => 0,
      init: linearInit({ initW: init_W ?? zeroInit, initB: init_b ?? zeroInit, keep: true }),
    },
  });
}
