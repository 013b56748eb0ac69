import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { applyOne, unaryOperator } from "./support/elementwise";

export const expOperator: Operator = unaryOperator("Exp", {
  compute: Math.exp,
  gradient: (_x, y, dY) => mul(dY, y),
});

/** e to the power of `x`. */
export function exp(x: Value): Value {
  return applyOne("Exp", [x]);
}
