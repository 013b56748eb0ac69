import { registry } from "@x/core";
import { Model, add, chain, initParam, mapRows, mul, setWidth, withArray, zeroInit } from "@x/nn";
import { multiHashEmbed } from "@x/tok2vec";
import { z } from "zod";

/** `Y = X * (1 + g)`, one learned factor a column: graph operators only, so the gradient is derived. */
export function scale(nO) {
  return new Model("scale", {
    dims: { nO },
    params: ["g"],
    layer: {
      symbolic: (model, scope, X) =>
        mapRows(model, scope, X, (rows) => mul(rows, add(scope.param(model, "g"), 1))),
      init(model, options) {
        setWidth(model, "nO", options, options.X);
        initParam(model, "g", { shape: [model.getDim("nO")], init: zeroInit, random: options.random });
      },
    },
  });
}

registry.architectures(
  "my.ScaledEmbed.v1",
  z.strictObject({ width: z.int().positive(), rows: z.int().positive().default(2000) }),
  ({ width, rows }) =>
    chain(multiHashEmbed({ width, attrs: ["NORM", "SUFFIX"], rows: [rows, rows] }), withArray(scale(width))),
);
