import { multiplyDims } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { integerContents } from "./support/contents";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const mulOperator: Operator = {
  name: "Mul",
  infer: (inputs) => [{ ...broadcastType("Mul", inputs), contents: integerContents(inputs, multiplyDims) }],
  gradient: ({ inputs: [a, b], needs }, [dY]) => [
    dY && a && b && needs(0) ? sumToShape(mul(dY, b), a) : undefined,
    dY && a && b && needs(1) ? sumToShape(mul(dY, a), b) : undefined,
  ],
  reference: elementwiseKernel(undefined, (a, b) => a * b),
};

/** `a * b`, element by element, broadcast. */
export function mul(a: Operand, b: Operand): Value {
  return applyOne("Mul", operands("Mul", [a, b]));
}
