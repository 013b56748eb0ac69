import { errors } from "../errors";
import { addDims, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { describe, intAttribute, normalizeAxis, required } from "../graph/shapes";
import { sizeOf } from "../graph/tensor";
import type { Value } from "../graph/value";
import { shape as shapeOf } from "./shape";
import { split } from "./split";
import { requiredTensor } from "./support/kernel";

export const concatOperator: Operator = {
  name: "Concat",
  view: true,
  infer: (inputs, attributes) => {
    const values = inputs.map((_, i) => required("Concat", inputs, i));
    const rank = values[0].shape.length;
    const odd = values.find((value) => value.shape.length !== rank || value.dtype !== values[0].dtype);
    if (odd !== undefined)
      throw errors.wrongOperatorUse(
        "Concat",
        `one rank and type are needed, got ${values.map(describe).join(" and ")}.`,
      );
    const axis = normalizeAxis("Concat", intAttribute(attributes, "axis", 0), rank);
    const shape = values[0].shape.map((_, i) => {
      const sizes = values.map((value) => value.shape[i]);
      if (i === axis) return sizes.reduce<Dim>(addDims, 0);
      const numbers = sizes.filter((size) => typeof size === "number");
      if (numbers.some((size) => size !== numbers[0]))
        throw errors.wrongOperatorUse(
          "Concat",
          `sizes differ along axis ${i}: ${values.map(describe).join(" and ")}.`,
        );
      return numbers[0] ?? sizes[0];
    });
    const contents = values.map((value) => value.contents);
    const known = rank === 1 && contents.every((part) => part !== undefined);
    return [{ dtype: values[0].dtype, shape, contents: known ? contents.flat() : undefined }];
  },
  gradient: ({ inputs, attributes }, [dY]) => {
    if (!dY) return [];
    const values = inputs as readonly Value[];
    const axis = normalizeAxis("Concat", intAttribute(attributes, "axis", 0), dY.shape.length);
    const sizes = values.map((value) => value.shape[axis]);
    if (sizes.every((size) => typeof size === "number")) return split(dY, sizes, axis);
    return split(
      dY,
      concat(
        values.map((value) => shapeOf(value, { start: axis, end: axis + 1 })),
        0,
      ),
      axis,
    );
  },
  reference: (inputs, context) => {
    const tensors = inputs.map((_, i) => requiredTensor(inputs, i));
    const { shape } = tensors[0];
    const axis = normalizeAxis("Concat", intAttribute(context.attributes, "axis", 0), shape.length);
    const total = tensors.reduce((sum, tensor) => sum + tensor.shape[axis], 0);
    const result = context.make(
      tensors[0].dtype,
      shape.map((size, i) => (i === axis ? total : size)),
    );
    const outer = sizeOf(shape.slice(0, axis));
    const inner = sizeOf(shape.slice(axis + 1));
    let column = 0;
    for (const tensor of tensors) {
      const width = tensor.shape[axis] * inner;
      for (let row = 0; row < outer; row++)
        result.data.set(tensor.data.subarray(row * width, (row + 1) * width), row * total * inner + column);
      column += width;
    }
    return [result];
  },
};

/** Values joined along an axis. */
export function concat(xs: readonly Value[], axis: number): Value {
  return xs.length === 1 ? xs[0] : xs[0].graph.apply("Concat", xs, { axis })[0];
}
