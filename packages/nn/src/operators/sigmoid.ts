import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { sub } from "./sub";
import { applyOne, unaryOperator } from "./support/elementwise";

export const sigmoidOperator: Operator = unaryOperator("Sigmoid", {
  compute: (x) => 1 / (1 + Math.exp(-x)),
  gradient: (_x, y, dY) => mul(dY, mul(y, sub(1, y))),
});

/** `1 / (1 + exp(-x))`. */
export function sigmoid(x: Value): Value {
  return applyOne("Sigmoid", [x]);
}
