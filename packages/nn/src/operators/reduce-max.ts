import { errors } from "../errors";
import type { Operator } from "../graph/operator";
import { required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { argMax } from "./arg-max";
import { equal } from "./equal";
import { range } from "./range";
import { reshape } from "./reshape";
import { keepReduced } from "./support/spread";
import { requiredTensor } from "./support/kernel";
import { applyReduction, inferReduction, reduce, reducedAxes, type ReduceOptions } from "./support/reduction";
import { where } from "./where";

export const reduceMaxOperator: Operator = {
  name: "ReduceMax",
  infer: inferReduction("ReduceMax"),
  gradient: (context, [dY]) => {
    if (!dY) return [];
    const x = required("ReduceMax", context.inputs, 0);
    const axes = reducedAxes("ReduceMax", context.inputs, context.attributes);
    if (axes?.length !== 1)
      throw errors.wrongOperatorUse(
        "ReduceMax",
        "the gradient goes over one known axis; reduce axis by axis.",
      );
    const [axis] = axes;
    const along = x.shape.map((_, i) => (i === axis ? x.shape[axis] : 1));
    const positions = reshape(range(x, axis), along);
    const first = equal(positions, argMax(x, { axis, keepDims: true }));
    return [where(first, keepReduced("ReduceMax", context, dY), 0)];
  },
  reference: (inputs, context) => {
    let result = requiredTensor(inputs, 0);
    reduce(inputs, context.attributes, {
      start: (shape) => {
        result = context.make(result.dtype, shape);
        result.data.fill(-Infinity);
      },
      visit: (output, element) => {
        if (element > result.data[output]) result.data[output] = element;
      },
    });
    return [result];
  },
};

/** The largest value over some axes, by default over all; the first maximum takes the gradient (over one axis). */
export function reduceMax(x: Value, options: ReduceOptions = {}): Value {
  return applyReduction("ReduceMax", x, options);
}
