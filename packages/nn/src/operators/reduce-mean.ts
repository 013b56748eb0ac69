import type { Operator } from "../graph/operator";
import { required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { cast } from "./cast";
import { div } from "./div";
import { mul } from "./mul";
import { size } from "./size";
import {
  applyReduction,
  inferReduction,
  reducedAxes,
  summingKernel,
  type ReduceOptions,
} from "./support/reduction";
import { spreadReduced } from "./support/spread";

export const reduceMeanOperator: Operator = {
  name: "ReduceMean",
  infer: inferReduction("ReduceMean"),
  gradient: (context, [dY]) => {
    if (!dY) return [];
    const x = required("ReduceMean", context.inputs, 0);
    const sizes = reducedAxes("ReduceMean", context.inputs, context.attributes)?.map((axis) => x.shape[axis]);
    if (sizes?.every((count) => typeof count === "number")) {
      const count = sizes.reduce((a, b) => a * b, 1);
      return [spreadReduced("ReduceMean", context, mul(dY, 1 / count))];
    }
    const ratio = div(cast(size(dY), dY.dtype), cast(size(x), dY.dtype));
    return [spreadReduced("ReduceMean", context, mul(dY, ratio))];
  },
  reference: summingKernel((sum, count) => sum / count),
};

/** The mean over some axes, by default over all. */
export function reduceMean(x: Value, options: ReduceOptions = {}): Value {
  return applyReduction("ReduceMean", x, options);
}
