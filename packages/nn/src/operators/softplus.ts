import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { sigmoid } from "./sigmoid";
import { applyOne, unaryOperator } from "./support/elementwise";

export const softplusOperator: Operator = unaryOperator("Softplus", {
  compute: (x) => (x > 30 ? x : Math.log1p(Math.exp(x))),
  gradient: (x, _y, dY) => mul(dY, sigmoid(x)),
});

/** `log(1 + exp(x))`. */
export function softplus(x: Value): Value {
  return applyOne("Softplus", [x]);
}
