import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, unaryOperator } from "./support/elementwise";

export const negOperator: Operator = unaryOperator("Neg", {
  compute: (x) => -x,
  gradient: (_x, _y, dY) => neg(dY),
});

/** `-x`. */
export function neg(x: Value): Value {
  return applyOne("Neg", [x]);
}
