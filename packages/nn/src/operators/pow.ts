import type { Operator } from "../graph/operator";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { greater } from "./greater";
import { log } from "./log";
import { mul } from "./mul";
import { sub } from "./sub";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { elementwiseKernel } from "./support/kernel";
import { where } from "./where";

export const powOperator: Operator = {
  name: "Pow",
  infer: (inputs) => [broadcastType("Pow", inputs)],
  gradient: ({ inputs: [a, b], outputs: [y], needs }, [dY]) => {
    if (!dY || !a || !b) return [];
    return [
      needs(0) ? sumToShape(mul(dY, mul(b, pow(a, sub(b, 1)))), a) : undefined,
      // The logarithm only exists for positive bases; elsewhere the exponent is taken for a constant.
      needs(1) ? sumToShape(mul(dY, mul(y, log(where(greater(a, 0), a, 1)))), b) : undefined,
    ];
  },
  reference: elementwiseKernel(undefined, (a, b) => Math.pow(a, b)),
};

/** `a ** b`, broadcast. The gradient of `b` is taken where `a > 0`. */
export function pow(a: Operand, b: Operand): Value {
  return applyOne("Pow", operands("Pow", [a, b]));
}
