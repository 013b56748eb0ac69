import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, broadcastType } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const orOperator: Operator = {
  name: "Or",
  infer: (inputs) => [broadcastType("Or", inputs, "bool")],
  reference: elementwiseKernel("bool", (a, b) => (a || b ? 1 : 0)),
};

/** Whether one of the two is true, broadcast. */
export function or(a: Value, b: Value): Value {
  return applyOne("Or", [a, b]);
}
