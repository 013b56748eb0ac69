import { addDims } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { integerContents } from "./support/contents";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

export const addOperator: Operator = {
  name: "Add",
  infer: (inputs) => [{ ...broadcastType("Add", inputs), contents: integerContents(inputs, addDims) }],
  gradient: ({ inputs, needs }, [dY]) =>
    inputs.map((x, i) => (dY && x && needs(i) ? sumToShape(dY, x) : undefined)),
  reference: elementwiseKernel(undefined, (a, b) => a + b),
};

/** `a + b`, broadcast. */
export function add(a: Operand, b: Operand): Value {
  return applyOne("Add", operands("Add", [a, b]));
}
