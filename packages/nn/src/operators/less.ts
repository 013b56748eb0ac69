import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const lessOperator: Operator = {
  name: "Less",
  infer: (inputs) => [broadcastType("Less", inputs, "bool")],
  reference: elementwiseKernel("bool", (a, b) => (a < b ? 1 : 0)),
};

/** Whether `a < b`, element by element, broadcast. */
export function less(a: Operand, b: Operand): Value {
  return applyOne("Less", operands("Less", [a, b]));
}
