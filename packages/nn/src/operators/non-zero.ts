import type { Operator } from "../graph/operator";
import { required, unknownDim } from "../graph/shapes";
import type { Value } from "../graph/value";
import { applyOne } from "./support/elementwise";
import { requiredTensor, stridesOf } from "./support/kernel";

export const nonZeroOperator: Operator = {
  name: "NonZero",
  infer: (inputs) => [
    { dtype: "int64", shape: [required("NonZero", inputs, 0).shape.length, unknownDim("NonZero", inputs)] },
  ],
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const found = Array.from(x.data.keys()).filter((i) => x.data[i] !== 0);
    const result = context.make("int64", [x.shape.length, found.length]);
    stridesOf(x.shape).forEach((stride, axis) =>
      found.forEach((position, i) => {
        result.data[axis * found.length + i] = Math.floor(position / stride) % x.shape[axis];
      }),
    );
    return [result];
  },
};

/** The indices of all values other than 0: `[rank, count]`, int64. */
export function nonZero(x: Value): Value {
  return applyOne("NonZero", [x]);
}
