import { Model, initParam, mapRows, mul, setWidth, sigmoid, zeroInit } from "@x/nn";

/**
 * Scales every column of its input by a learned factor between 0 and 1: `Y = X * sigmoid(g)`.
 *
 * Written in graph operators, so the gradient is derived from it.
 *
 * @param nO width of input and output; read from the first batch where it is left out
 */
export function gate(nO?: number | null): Model {
  return new Model("gate", {
    dims: { nO },
    params: ["g"],
    layer: {
      symbolic: (model, scope, X) =>
        mapRows(model, scope, X, (rows) => mul(rows, sigmoid(scope.param(model, "g")))),
      init(model, options) {
        setWidth(model, "nO", options, options.X);
        initParam(model, "g", { shape: [model.getDim("nO")], init: zeroInit, random: options.random });
      },
    },
  });
}
