import type { Operator } from "../graph/operator";
import { axesIn, required, unknownDim } from "../graph/shapes";
import type { Tensor } from "../graph/tensor";
import type { Attributes, Value } from "../graph/value";
import { requiredTensor } from "./support/kernel";

const valueOf = (attributes: Attributes): Tensor | undefined => attributes.value as Tensor | undefined;

export const constantOfShapeOperator: Operator = {
  name: "ConstantOfShape",
  infer: (inputs, attributes) => {
    const target = required("ConstantOfShape", inputs, 0);
    const shape =
      target.contents ??
      Array.from({ length: axesIn("ConstantOfShape", target) }, (_, i) =>
        unknownDim("ConstantOfShape", inputs, `${i}`),
      );
    return [{ dtype: valueOf(attributes)?.dtype ?? "float32", shape }];
  },
  reference: (inputs, context) => {
    const value = valueOf(context.attributes);
    const result = context.make(value?.dtype ?? "float32", Array.from(requiredTensor(inputs, 0).data));
    result.data.fill(Number(value?.data[0] ?? 0));
    return [result];
  },
};

/**
 * One number in every place.
 *
 * @param shape sizes, as an int64 vector
 * @param value a tensor of one number; its type is that of the result. Default: 0 in float32
 */
export function constantOfShape(shape: Value, value?: Tensor): Value {
  return shape.graph.apply("ConstantOfShape", [shape], value === undefined ? {} : { value })[0];
}
