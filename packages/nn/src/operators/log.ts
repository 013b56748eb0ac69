import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { div } from "./div";
import { applyOne, unaryOperator } from "./support/elementwise";

export const logOperator: Operator = unaryOperator("Log", {
  compute: Math.log,
  gradient: (x, _y, dY) => div(dY, x),
});

/** The natural logarithm. */
export function log(x: Value): Value {
  return applyOne("Log", [x]);
}
