import type { Operator } from "../graph/operator";
import { productOfDims } from "../graph/dims";
import { required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { applyOne } from "./support/elementwise";
import { requiredTensor } from "./support/kernel";

export const sizeOperator: Operator = {
  name: "Size",
  view: true,
  infer: (inputs) => [
    { dtype: "int64", shape: [], contents: [productOfDims(required("Size", inputs, 0).shape)] },
  ],
  reference: (inputs, context) => {
    const result = context.make("int64", []);
    result.data[0] = requiredTensor(inputs, 0).data.length;
    return [result];
  },
};

/** The number of elements of `x`, an int64 scalar. */
export function size(x: Value): Value {
  return applyOne("Size", [x]);
}
