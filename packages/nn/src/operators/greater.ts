import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const greaterOperator: Operator = {
  name: "Greater",
  infer: (inputs) => [broadcastType("Greater", inputs, "bool")],
  reference: elementwiseKernel("bool", (a, b) => (a > b ? 1 : 0)),
};

/** Whether `a > b`, element by element, broadcast. */
export function greater(a: Operand, b: Operand): Value {
  return applyOne("Greater", operands("Greater", [a, b]));
}
