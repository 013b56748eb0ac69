import { errors } from "../errors";
import { addDims, divideDims, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { describe, intAttribute, normalizeAxis, required } from "../graph/shapes";
import { sizeOf } from "../graph/tensor";
import type { Attributes, Value } from "../graph/value";
import { concat } from "./concat";
import { expand } from "./expand";
import { shape as shapeOf } from "./shape";
import { requiredTensor } from "./support/kernel";

const axisOf = (attributes: Attributes, rank: number) =>
  normalizeAxis("Split", intAttribute(attributes, "axis", 0), rank);

export const splitOperator: Operator = {
  name: "Split",
  view: true,
  infer: (inputs, attributes) => {
    const x = required("Split", inputs, 0);
    const axis = axisOf(attributes, x.shape.length);
    const count = intAttribute(attributes, "num_outputs", 0);
    const total = x.shape[axis];
    // ONNX gives the last of equal parts what is missing.
    const part = typeof total === "number" ? Math.ceil(total / count) : divideDims(total, count);
    const equal = () =>
      Array.from({ length: count }, (_, i) =>
        i === count - 1 && typeof total === "number" ? total - (part as number) * (count - 1) : part,
      );
    const sizes: readonly Dim[] | undefined = inputs[1] === undefined ? equal() : inputs[1].contents;
    if (sizes === undefined || sizes.length === 0)
      throw errors.wrongOperatorUse(
        "Split",
        `the sizes are unknown: ${inputs[1] ? describe(inputs[1]) : "none given"}.`,
      );
    const sum = sizes.reduce<Dim>(addDims, 0);
    if (typeof sum === "number" && typeof total === "number" && sum !== total)
      throw errors.wrongOperatorUse(
        "Split",
        `sizes ${sizes.join(", ")} do not sum to axis ${axis} of ${describe(x)}.`,
      );
    return sizes.map((size) => ({
      dtype: x.dtype,
      shape: x.shape.map((dim, i) => (i === axis ? size : dim)),
    }));
  },
  gradient: ({ outputs, attributes }, dOutputs) => {
    const axis = intAttribute(attributes, "axis", 0);
    const zero = (like: Value) => expand(like.graph.scalar(0, like.dtype), shapeOf(like));
    return [
      concat(
        outputs.map((output, i) => dOutputs[i] ?? zero(output)),
        axis,
      ),
    ];
  },
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const axis = axisOf(context.attributes, x.shape.length);
    const count = context.outputs.length;
    const part = Math.ceil(x.shape[axis] / count);
    const sizes = inputs[1]
      ? Array.from(inputs[1].data)
      : Array.from({ length: count }, (_, i) => (i < count - 1 ? part : x.shape[axis] - part * (count - 1)));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const outer = sizeOf(x.shape.slice(0, axis));
    const stride = x.shape[axis] * inner;
    let column = 0;
    return sizes.map((size) => {
      const result = context.make(
        x.dtype,
        x.shape.map((dim, i) => (i === axis ? size : dim)),
      );
      const width = size * inner;
      for (let row = 0; row < outer; row++) {
        const from = row * stride + column;
        result.data.set(x.data.subarray(from, from + width), row * width);
      }
      column += width;
      return result;
    });
  },
};

/** `x` cut along an axis, into a number of equal parts or into parts of given sizes (numbers, or an int64 vector). */
export function split(x: Value, parts: number | readonly number[] | Value, axis: number): Value[] {
  if (typeof parts === "number")
    return parts === 1 ? [x] : x.graph.apply("Split", [x], { axis, num_outputs: parts });
  const sizes = "graph" in parts ? parts : x.graph.ints(parts);
  return x.graph.apply("Split", [x, sizes], { axis });
}
