import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { sign } from "./sign";
import { applyOne, unaryOperator } from "./support/elementwise";

export const absOperator: Operator = unaryOperator("Abs", {
  compute: Math.abs,
  gradient: (x, _y, dY) => mul(dY, sign(x)),
});

/** The absolute value; the gradient at 0 is 0. */
export function abs(x: Value): Value {
  return applyOne("Abs", [x]);
}
