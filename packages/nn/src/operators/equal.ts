import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const equalOperator: Operator = {
  name: "Equal",
  infer: (inputs) => [broadcastType("Equal", inputs, "bool")],
  reference: elementwiseKernel("bool", (a, b) => (a === b ? 1 : 0)),
};

/** Whether `a` equals `b`, element by element, broadcast. */
export function equal(a: Operand, b: Operand): Value {
  return applyOne("Equal", operands("Equal", [a, b]));
}
