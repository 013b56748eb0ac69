import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, broadcastType } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const andOperator: Operator = {
  name: "And",
  infer: (inputs) => [broadcastType("And", inputs, "bool")],
  reference: elementwiseKernel("bool", (a, b) => (a && b ? 1 : 0)),
};

/** Whether both are true, broadcast. */
export function and(a: Value, b: Value): Value {
  return applyOne("And", [a, b]);
}
