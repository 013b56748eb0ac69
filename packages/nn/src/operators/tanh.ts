import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { sub } from "./sub";
import { applyOne, unaryOperator } from "./support/elementwise";

export const tanhOperator: Operator = unaryOperator("Tanh", {
  compute: Math.tanh,
  gradient: (_x, y, dY) => mul(dY, sub(1, mul(y, y))),
});

/** The hyperbolic tangent. */
export function tanh(x: Value): Value {
  return applyOne("Tanh", [x]);
}
