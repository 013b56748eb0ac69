import type { Operator } from "../graph/operator";
import type { Value } from "../graph/value";
import { applyReduction, inferReduction, summingKernel, type ReduceOptions } from "./support/reduction";
import { spreadReduced } from "./support/spread";

export const reduceSumOperator: Operator = {
  name: "ReduceSum",
  infer: inferReduction("ReduceSum"),
  gradient: (context, [dY]) => [dY && spreadReduced("ReduceSum", context, dY)],
  reference: summingKernel((sum) => sum),
};

/** The sum over some axes, by default over all. */
export function reduceSum(x: Value, options: ReduceOptions = {}): Value {
  return applyReduction("ReduceSum", x, options);
}
