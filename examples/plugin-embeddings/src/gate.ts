import { Model, zeroInit } from "@x/nn";
import { mul, sigmoid } from "@x/nn/graph";
import { defineLayer, inferredSize, initParam, mapRows, setWidth } from "@x/nn/spi";

/**
 * Scales every column of its input by a learned factor between 0 and 1: `Y = X * sigmoid(g)`.
 *
 * Written in graph operators, so the gradient is derived from it.
 */
export const gate = defineLayer(
  "plugin-embeddings.Gate.v1",
  {
    summary: "Scales every column by a learned factor.",
    settings: {
      /** Width of input and output; null: as the batch it is initialized with. */
      nO: inferredSize(),
    },
  },
  ({ nO }) =>
    new Model("gate", {
      dims: { nO },
      params: ["g"],
      layer: {
        symbolic: (model, scope, X) =>
          mapRows(model, scope, X, (rows) => mul(rows, sigmoid(scope.param(model, "g")))),
        init(model, options) {
          setWidth(model, "nO", options, options.X);
          initParam(model, "g", { shape: [model.getDim("nO")], init: zeroInit, random: options.random });
        },
        reach: () => 0,
      },
    }),
);
