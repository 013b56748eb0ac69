import type { Operator } from "../graph/operator";
import { required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { and } from "./and";
import { greater } from "./greater";
import { less } from "./less";
import { not } from "./not";
import { requiredTensor } from "./support/kernel";
import { where } from "./where";

export const clipOperator: Operator = {
  name: "Clip",
  infer: (inputs) => [required("Clip", inputs, 0)].map(({ dtype, shape }) => ({ dtype, shape })),
  gradient: ({ inputs: [x, low, high] }, [dY]) => {
    if (!dY || !x) return [];
    const above = low && not(less(x, low));
    const below = high && not(greater(x, high));
    const inside = above && below ? and(above, below) : (above ?? below);
    return [inside ? where(inside, dY, 0) : dY];
  },
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const low = inputs[1]?.data[0] ?? -Infinity;
    const high = inputs[2]?.data[0] ?? Infinity;
    const result = context.make(x.dtype, x.shape);
    for (let i = 0; i < x.data.length; i++) result.data[i] = Math.min(Math.max(x.data[i], low), high);
    return [result];
  },
};

/**
 * `x` cut to a range; the gradient passes where `x` lies within it, the bounds included.
 *
 * @param range `min`, `max`: default unbounded.
 */
export function clip(x: Value, range: { readonly min?: number; readonly max?: number }): Value {
  const bound = (value: number | undefined) =>
    value === undefined ? undefined : x.graph.scalar(value, x.dtype);
  return x.graph.apply("Clip", [x, bound(range.min), bound(range.max)])[0];
}
