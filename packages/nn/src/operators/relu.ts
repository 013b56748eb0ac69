import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { greater } from "./greater";
import { where } from "./where";
import { applyOne, unaryOperator } from "./support/elementwise";

export const reluOperator: Operator = unaryOperator("Relu", {
  compute: (x) => Math.max(x, 0),
  gradient: (_x, y, dY) => where(greater(y, 0), dY, 0),
});

/** `max(x, 0)`; the gradient at 0 is 0. */
export function relu(x: Value): Value {
  return applyOne("Relu", [x]);
}
