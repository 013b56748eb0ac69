import { errors } from "../errors";
import { broadcastShapes } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { describe, required } from "../graph/shapes";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { applyOne, broadcastType, operands, type Operand } from "./support/elementwise";
import { broadcastData, commonShape, requiredTensor } from "./support/kernel";

export const whereOperator: Operator = {
  name: "Where",
  infer: (inputs) => {
    const condition = required("Where", inputs, 0);
    if (condition.dtype !== "bool")
      throw errors.wrongOperatorUse("Where", `the condition must be bool, got ${describe(condition)}.`);
    const { dtype, shape } = broadcastType("Where", inputs.slice(1));
    const all = broadcastShapes(condition.shape, shape);
    if (all === undefined)
      throw errors.wrongOperatorUse(
        "Where",
        `the condition ${describe(condition)} does not broadcast with [${shape.join(", ")}].`,
      );
    return [{ dtype, shape: all }];
  },
  gradient: ({ inputs: [condition, a, b], needs }, [dY]) => {
    if (!dY || !condition || !a || !b) return [];
    return [
      undefined,
      needs(1) ? sumToShape(where(condition, dY, 0), a) : undefined,
      needs(2) ? sumToShape(where(condition, 0, dY), b) : undefined,
    ];
  },
  reference: (inputs, context) => {
    const [condition, a, b] = [
      requiredTensor(inputs, 0),
      requiredTensor(inputs, 1),
      requiredTensor(inputs, 2),
    ];
    const shape = commonShape([condition, a, b]);
    const result = context.make(a.dtype, shape);
    const [test, x, y] = [condition, a, b].map((tensor) => broadcastData(tensor, shape));
    for (let i = 0; i < result.data.length; i++) result.data[i] = test[i] ? x[i] : y[i];
    return [result];
  },
};

/** `a` where the condition holds, else `b`; all three broadcast. */
export function where(condition: Value, a: Operand, b: Operand): Value {
  return applyOne("Where", [condition, ...operands("Where", [a, b])]);
}
