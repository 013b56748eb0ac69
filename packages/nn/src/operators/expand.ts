import { errors } from "../errors";
import { broadcastShapes, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { axesIn, describe, required, unknownDim } from "../graph/shapes";
import { sumToShape } from "./support/sum-to-shape";
import type { Value } from "../graph/value";
import { broadcastData, requiredTensor } from "./support/kernel";

export const expandOperator: Operator = {
  name: "Expand",
  view: true,
  infer: (inputs) => {
    const [x, target] = [required("Expand", inputs, 0), required("Expand", inputs, 1)];
    const wanted: readonly Dim[] =
      target.contents ??
      Array.from({ length: axesIn("Expand", target) }, (_, i) => unknownDim("Expand", inputs, `${i}`));
    const shape = broadcastShapes(x.shape, wanted);
    if (shape === undefined)
      throw errors.wrongOperatorUse(
        "Expand",
        `${describe(x)} does not broadcast to ${describe(target)} (${wanted.join(", ")}).`,
      );
    return [{ dtype: x.dtype, shape }];
  },
  gradient: ({ inputs: [x] }, [dY]) => [dY && x ? sumToShape(dY, x) : undefined],
  reference: (inputs, context) => {
    const [x, target] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const shape = broadcastShapes(x.shape, Array.from(target.data)) as number[];
    const result = context.make(x.dtype, shape);
    result.data.set(broadcastData(x, shape));
    return [result];
  },
};

/** `x` repeated to a shape (sizes, or an int64 vector such as `shape(y)`), as broadcasting does. */
export function expand(x: Value, target: readonly number[] | Value): Value {
  return x.graph.apply("Expand", [x, "graph" in target ? target : x.graph.ints(target)])[0];
}

/** `x` repeated to the shape of another value. */
export function expandLike(x: Value, shape: Value, dims: readonly Dim[]): Value {
  return x.graph.apply("Expand", [x, shape], {}, { shapes: [dims] })[0];
}
