import type { Operator } from "../graph/operator";
import { intsAttribute, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { requiredTensor, offsets, stridesOf } from "./support/kernel";

const permutation = (attributes: Parameters<Operator["infer"]>[1], rank: number): readonly number[] =>
  intsAttribute(attributes, "perm") ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);

export const transposeOperator: Operator = {
  name: "Transpose",
  view: true,
  infer: (inputs, attributes) => {
    const x = required("Transpose", inputs, 0);
    return [{ dtype: x.dtype, shape: permutation(attributes, x.shape.length).map((axis) => x.shape[axis]) }];
  },
  gradient: ({ inputs: [x], attributes }, [dY]) => {
    if (!dY || !x) return [];
    const order = permutation(attributes, x.shape.length);
    return [
      transpose(
        dY,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const order = permutation(context.attributes, x.shape.length);
    const strides = stridesOf(x.shape);
    const result = context.make(
      x.dtype,
      order.map((axis) => x.shape[axis]),
    );
    const from = offsets(
      result.shape,
      order.map((axis) => strides[axis]),
    );
    for (let i = 0; i < from.length; i++) result.data[i] = x.data[from[i]];
    return [result];
  },
};

/** The axes of `x` in another order; without one, reversed. */
export function transpose(x: Value, order?: readonly number[]): Value {
  return x.graph.apply("Transpose", [x], order === undefined ? {} : { perm: [...order] })[0];
}
