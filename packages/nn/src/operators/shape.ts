import type { Operator } from "../graph/operator";
import { intAttribute, required } from "../graph/shapes";
import type { Attributes, Value } from "../graph/value";
import { need } from "./support/kernel";

const part = <T>(shape: readonly T[], attributes: Attributes): T[] =>
  shape.slice(intAttribute(attributes, "start", 0), intAttribute(attributes, "end", shape.length));

export const shapeOperator: Operator = {
  name: "Shape",
  view: true,
  infer: (inputs, attributes) => {
    const contents = part(required("Shape", inputs, 0).shape, attributes);
    return [{ dtype: "int64", shape: [contents.length], contents }];
  },
  reference: (inputs, context) => {
    const sizes = part(need(inputs, 0).shape, context.attributes);
    const result = context.make("int64", [sizes.length]);
    result.data.set(sizes);
    return [result];
  },
};

/**
 * The shape of `x` as int64 (a constant where it is known).
 *
 * @param range `start`, `end`: only the sizes of these axes; default all.
 */
export function shape(x: Value, range: { readonly start?: number; readonly end?: number } = {}): Value {
  const { start = 0, end = x.shape.length } = range;
  const sizes = x.shape.slice(start, end);
  if (sizes.every((size) => typeof size === "number")) return x.graph.ints(sizes as number[]);
  const all = start === 0 && end >= x.shape.length;
  return x.graph.apply("Shape", [x], all ? {} : { start, end })[0];
}
