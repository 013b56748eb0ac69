import { divideDims } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { sumToShape } from "./support/sum-to-shape";
import { isFloat } from "../graph/tensor";
import type { Value } from "../graph/value";
import { mul } from "./mul";
import { neg } from "./neg";
import { integerContents } from "./support/contents";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";

const divide = elementwiseKernel(undefined, (a, b) => a / b);
const divideIntegers = elementwiseKernel(undefined, (a, b) => Math.trunc(a / b));

export const divOperator: Operator = {
  name: "Div",
  infer: (inputs) => [{ ...broadcastType("Div", inputs), contents: integerContents(inputs, divideExactly) }],
  gradient: ({ inputs: [a, b], outputs: [y], needs }, [dY]) => {
    if (!dY || !a || !b) return [];
    const quotient = div(dY, b);
    return [
      needs(0) ? sumToShape(quotient, a) : undefined,
      needs(1) ? neg(sumToShape(mul(quotient, y), b)) : undefined,
    ];
  },
  reference: (inputs, context) =>
    (isFloat(inputs[0]?.dtype ?? "float32") ? divide : divideIntegers)(inputs, context),
};

function divideExactly(a: number | string, b: number | string) {
  return typeof a === "number" && typeof b === "number" ? Math.trunc(a / b) : divideDims(a, b);
}

/** `a / b`, broadcast; integers are cut towards zero. */
export function div(a: Operand, b: Operand): Value {
  return applyOne("Div", operands("Div", [a, b]));
}
