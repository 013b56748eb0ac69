import type { Operator } from "../graph/operator";
import { intAttribute, normalizeAxis, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { requiredTensor } from "./support/kernel";
import { aroundAxis } from "./support/rows";

export const cumSumOperator: Operator = {
  name: "CumSum",
  infer: (inputs) => [required("CumSum", inputs, 0)].map(({ dtype, shape }) => ({ dtype, shape })),
  gradient: ({ inputs: [x, axis], attributes }, [dY]) => {
    if (!dY || !x || !axis) return [];
    // What comes later was added up from here: the same sum from the other end.
    const reverse = 1 - intAttribute(attributes, "reverse", 0);
    return [x.graph.apply("CumSum", [dY, axis], { ...attributes, reverse })[0]];
  },
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const axis = normalizeAxis("CumSum", requiredTensor(inputs, 1).data[0], x.shape.length);
    const { outer, count, inner } = aroundAxis("CumSum", x.shape, axis);
    const reverse = intAttribute(context.attributes, "reverse", 0) !== 0;
    const exclusive = intAttribute(context.attributes, "exclusive", 0) !== 0;
    const result = context.make(x.dtype, x.shape);
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        let total = 0;
        for (let step = 0; step < count; step++) {
          const at = (i * count + (reverse ? count - 1 - step : step)) * inner + j;
          if (exclusive) result.data[at] = total;
          total += x.data[at];
          if (!exclusive) result.data[at] = total;
        }
      }
    return [result];
  },
};

/**
 * The sums of all that comes before in an axis, and of the element itself.
 *
 * @param options `axis`; `reverse`: of all that comes behind; `exclusive`: without the element itself
 */
export function cumSum(
  x: Value,
  options: { readonly axis: number; readonly reverse?: boolean; readonly exclusive?: boolean },
): Value {
  const { axis, reverse = false, exclusive = false } = options;
  const place = x.graph.scalar(normalizeAxis("CumSum", axis, x.shape.length), "int64");
  return x.graph.apply("CumSum", [x, place], { reverse: Number(reverse), exclusive: Number(exclusive) })[0];
}
