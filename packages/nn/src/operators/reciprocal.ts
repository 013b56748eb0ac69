import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { neg } from "./neg";
import { applyOne, unaryOperator } from "./support/elementwise";

export const reciprocalOperator: Operator = unaryOperator("Reciprocal", {
  compute: (x) => 1 / x,
  gradient: (_x, y, dY) => neg(mul(dY, mul(y, y))),
});

/** `1 / x`. */
export function reciprocal(x: Value): Value {
  return applyOne("Reciprocal", [x]);
}
