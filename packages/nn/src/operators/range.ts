import type { Operator } from "../graph/operator";
import { required, unknownDim } from "../graph/shapes";
import type { Value } from "../graph/value";
import { reshape } from "./reshape";
import { shape } from "./shape";
import { requiredTensor } from "./support/kernel";

export const rangeOperator: Operator = {
  name: "Range",
  infer: (inputs) => {
    const { dtype } = required("Range", inputs, 0);
    const [start, limit, step] = [0, 1, 2].map((i) => inputs[i]?.contents?.[0]);
    const count = start === 0 && step === 1 ? limit : undefined;
    return [{ dtype, shape: [count ?? unknownDim("Range", inputs)] }];
  },
  reference: (inputs, context) => {
    const [start, limit, step] = [0, 1, 2].map((i) => requiredTensor(inputs, i).data[0]);
    const count = Math.max(0, Math.ceil((limit - start) / step));
    const result = context.make(requiredTensor(inputs, 0).dtype, [count]);
    for (let i = 0; i < count; i++) result.data[i] = start + i * step;
    return [result];
  },
};

/** The positions 0, 1, ... along an axis of `x`, int64; a constant where the size is known. */
export function range(x: Value, axis: number): Value {
  const { graph } = x;
  const size = x.shape[axis];
  if (typeof size === "number") return graph.ints(Array.from({ length: size }, (_, i) => i));
  const limit = reshape(shape(x, { start: axis, end: axis + 1 }), []);
  return graph.apply(
    "Range",
    [graph.scalar(0, "int64"), limit, graph.scalar(1, "int64")],
    {},
    { shapes: [[size]] },
  )[0];
}
