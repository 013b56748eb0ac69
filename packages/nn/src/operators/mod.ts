import type { Operator } from "../graph/operator";
import { intAttribute } from "../graph/shapes";
import type { Value } from "../graph/value";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const modOperator: Operator = {
  name: "Mod",
  infer: (inputs) => [broadcastType("Mod", inputs)],
  reference: (inputs, context) => {
    // As in C the sign is that of the first operand, else of the second.
    const truncated = intAttribute(context.attributes, "fmod", 0) !== 0;
    const compute = (a: number, b: number) => (truncated ? a % b : a - b * Math.floor(a / b));
    return elementwiseKernel(undefined, compute)(inputs, context);
  },
};

/** What is left of integers when they are divided, with the sign of the divisor; broadcast. */
export function mod(a: Operand, b: Operand): Value {
  return applyOne("Mod", operands("Mod", [a, b]));
}
