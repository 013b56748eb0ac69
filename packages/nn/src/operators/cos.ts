import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { neg } from "./neg";
import { sin } from "./sin";
import { applyOne, unaryOperator } from "./support/elementwise";

export const cosOperator: Operator = unaryOperator("Cos", {
  compute: Math.cos,
  gradient: (x, _y, dY) => neg(mul(dY, sin(x))),
});

/** The cosine of radians. */
export function cos(x: Value): Value {
  return applyOne("Cos", [x]);
}
