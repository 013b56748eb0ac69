import { errors } from "../errors";
import type { Operator } from "../graph/operator";
import { intAttribute, required } from "../graph/shapes";
import { isFloat, type DType } from "../graph/tensor";
import type { Value } from "../graph/value";
import { dtypeOfCode, codeOfDtype } from "../onnx/types";
import { requiredTensor } from "./support/kernel";

export const castOperator: Operator = {
  name: "Cast",
  infer: (inputs, attributes) => {
    const x = required("Cast", inputs, 0);
    const dtype = dtypeOfCode(intAttribute(attributes, "to", 0));
    if (dtype === undefined)
      throw errors.wrongOperatorUse("Cast", `type code ${intAttribute(attributes, "to", 0)} is unknown.`);
    return [{ dtype, shape: x.shape, contents: isFloat(dtype) ? undefined : x.contents }];
  },
  gradient: ({ inputs: [x] }, [dY]) => [dY && x ? cast(dY, x.dtype) : undefined],
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const { dtype } = context.outputs[0];
    const result = context.make(dtype, x.shape);
    const integers = !isFloat(dtype);
    for (let i = 0; i < x.data.length; i++) {
      const value = x.data[i];
      result.data[i] = dtype === "bool" ? Number(value !== 0) : integers ? Math.trunc(value) : value;
    }
    return [result];
  },
};

/** The same numbers in another type; floats are cut towards zero for integers. */
export function cast(x: Value, dtype: DType): Value {
  return x.dtype === dtype ? x : x.graph.apply("Cast", [x], { to: codeOfDtype(dtype) })[0];
}
