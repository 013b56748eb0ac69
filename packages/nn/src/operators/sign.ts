import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, unaryOperator } from "./support/elementwise";

export const signOperator: Operator = unaryOperator("Sign", {
  compute: Math.sign,
  gradient: (_x, _y, _dY) => undefined,
});

/** -1, 0 or 1; no gradient flows through it. */
export function sign(x: Value): Value {
  return applyOne("Sign", [x]);
}
