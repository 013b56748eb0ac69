import { subtractDims } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { neg } from "./neg";
import { integerContents } from "./support/contents";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const subOperator: Operator = {
  name: "Sub",
  infer: (inputs) => [{ ...broadcastType("Sub", inputs), contents: integerContents(inputs, subtractDims) }],
  gradient: ({ inputs: [a, b], needs }, [dY]) => [
    dY && a && needs(0) ? sumToShape(dY, a) : undefined,
    dY && b && needs(1) ? neg(sumToShape(dY, b)) : undefined,
  ],
  reference: elementwiseKernel(undefined, (a, b) => a - b),
};

/** `a - b`, broadcast. */
export function sub(a: Operand, b: Operand): Value {
  return applyOne("Sub", operands("Sub", [a, b]));
}
