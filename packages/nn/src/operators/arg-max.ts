import type { Operator } from "../graph/operator";
import { intAttribute, normalizeAxis, required } from "../graph/shapes";
import { sizeOf } from "../graph/tensor";
import type { Value } from "../graph/value";
import { requiredTensor } from "./support/kernel";

export const argMaxOperator: Operator = {
  name: "ArgMax",
  infer: (inputs, attributes) => {
    const x = required("ArgMax", inputs, 0);
    const axis = normalizeAxis("ArgMax", intAttribute(attributes, "axis", 0), x.shape.length);
    const keep = intAttribute(attributes, "keepdims", 1) !== 0;
    const shape = keep
      ? x.shape.map((size, i) => (i === axis ? 1 : size))
      : x.shape.filter((_, i) => i !== axis);
    return [{ dtype: "int64", shape }];
  },
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const axis = normalizeAxis("ArgMax", intAttribute(context.attributes, "axis", 0), x.shape.length);
    const keep = intAttribute(context.attributes, "keepdims", 1) !== 0;
    const shape = keep
      ? x.shape.map((size, i) => (i === axis ? 1 : size))
      : x.shape.filter((_, i) => i !== axis);
    const result = context.make("int64", shape);
    const [outer, count, inner] = [
      sizeOf(x.shape.slice(0, axis)),
      x.shape[axis],
      sizeOf(x.shape.slice(axis + 1)),
    ];
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        let best = 0;
        for (let k = 1; k < count; k++)
          if (x.data[(i * count + k) * inner + j] > x.data[(i * count + best) * inner + j]) best = k;
        result.data[i * inner + j] = best;
      }
    return [result];
  },
};

/**
 * Where the (first) largest value lies along an axis, int64.
 *
 * @param options `axis` (default -1), `keepDims` (default false).
 */
export function argMax(
  x: Value,
  options: { readonly axis?: number; readonly keepDims?: boolean } = {},
): Value {
  const { axis = -1, keepDims = false } = options;
  return x.graph.apply("ArgMax", [x], { axis, keepdims: keepDims ? 1 : 0, select_last_index: 0 })[0];
}
