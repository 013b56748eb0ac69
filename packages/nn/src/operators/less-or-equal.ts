import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const lessOrEqualOperator: Operator = {
  name: "LessOrEqual",
  infer: (inputs) => [broadcastType("LessOrEqual", inputs, "bool")],
  reference: elementwiseKernel("bool", (a, b) => (a <= b ? 1 : 0)),
};

/** Whether `a <= b`, element by element, broadcast. */
export function lessOrEqual(a: Operand, b: Operand): Value {
  return applyOne("LessOrEqual", operands("LessOrEqual", [a, b]));
}
