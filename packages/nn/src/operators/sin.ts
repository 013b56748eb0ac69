import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { cos } from "./cos";
import { mul } from "./mul";
import { applyOne, unaryOperator } from "./support/elementwise";

export const sinOperator: Operator = unaryOperator("Sin", {
  compute: Math.sin,
  gradient: (x, _y, dY) => mul(dY, cos(x)),
});

/** The sine of radians. */
export function sin(x: Value): Value {
  return applyOne("Sin", [x]);
}
