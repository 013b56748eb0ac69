import type { Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { intAttribute, required } from "../graph/shapes";
import type { Attributes, Value } from "../graph/value";
import { concat } from "./concat";
import { requiredTensor } from "./support/kernel";

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
    const sizes = part(requiredTensor(inputs, 0).shape, context.attributes);
    const result = context.make("int64", [sizes.length]);
    result.data.set(sizes);
    return [result];
  },
};

/**
 * The shape of `x` as int64: a constant where it is known, read from inputs of the graph where these have the same symbols
 * (nothing is kept or computed for a shape alone), else from `x`.
 *
 * @param range `start`, `end`: only the sizes of these axes; default all.
 */
export function shape(x: Value, range: { readonly start?: number; readonly end?: number } = {}): Value {
  const { graph } = x;
  const { start = 0, end = x.shape.length } = range;
  const sizes = x.shape.slice(start, end);
  if (sizes.every((size) => typeof size === "number")) return graph.ints(sizes);
  if (x.node !== undefined) {
    const parts = sizes.map((size) => sizeFromInputs(x, size));
    if (parts.every((part) => part !== undefined)) return concat(parts, 0);
  }
  const all = start === 0 && end >= x.shape.length;
  return graph.apply("Shape", [x], all ? {} : { start, end })[0];
}

function sizeFromInputs({ graph }: Value, size: Dim): Value | undefined {
  if (typeof size === "number") return graph.ints([size]);
  const source = graph.inputs.find((input) => input.shape.includes(size));
  const start = source?.shape.indexOf(size) ?? 0;
  return source && graph.apply("Shape", [source], { start, end: start + 1 })[0];
}
