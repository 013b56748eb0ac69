import type { Operator } from "../graph/operator";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { applyOne, broadcastType } from "./support/elementwise";
import { broadcastData, commonShape, requiredTensor } from "./support/kernel";

export const sumOperator: Operator = {
  name: "Sum",
  infer: (inputs) => [broadcastType("Sum", inputs)],
  gradient: ({ inputs, needs }, [dY]) =>
    inputs.map((x, i) => (dY && x && needs(i) ? sumToShape(dY, x) : undefined)),
  reference: (inputs, context) => {
    const tensors = inputs.map((_, i) => requiredTensor(inputs, i));
    const shape = commonShape(tensors);
    const result = context.make(tensors[0].dtype, shape);
    const out = result.data;
    for (const tensor of tensors) {
      const data = broadcastData(tensor, shape);
      for (let i = 0; i < out.length; i++) out[i] += data[i];
    }
    return [result];
  },
};

/** The sum of several values, element by element, broadcast. */
export function sum(...xs: Value[]): Value {
  return applyOne("Sum", xs);
}
