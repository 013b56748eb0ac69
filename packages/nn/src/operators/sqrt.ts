import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { div } from "./div";
import { mul } from "./mul";
import { applyOne, unaryOperator } from "./support/elementwise";

export const sqrtOperator: Operator = unaryOperator("Sqrt", {
  compute: Math.sqrt,
  gradient: (_x, y, dY) => div(mul(dY, 0.5), y),
});

/** The square root. */
export function sqrt(x: Value): Value {
  return applyOne("Sqrt", [x]);
}
