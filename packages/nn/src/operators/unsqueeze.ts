import type { Dim } from "../graph/dims";
import { errors } from "../errors";
import type { Operator } from "../graph/operator";
import { constantInts, normalizeAxis, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { squeeze } from "./squeeze";
import { requiredTensor } from "./support/kernel";

export const unsqueezeOperator: Operator = {
  name: "Unsqueeze",
  view: true,
  infer: (inputs) => {
    const x = required("Unsqueeze", inputs, 0);
    const axes = constantInts(inputs[1]);
    if (axes === undefined) throw errors.wrongOperatorUse("Unsqueeze", "the axes must be constant.");
    const shape = insert<Dim>(x.shape, axes);
    return [{ dtype: x.dtype, shape, contents: shape.length <= 1 ? x.contents : undefined }];
  },
  gradient: ({ inputs: [, axes] }, [dY]) => [dY && squeeze(dY, constantInts(axes))],
  reference: (inputs, context) => {
    const [x, axes] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const result = context.make(x.dtype, insert(x.shape, Array.from(axes.data)));
    result.data.set(x.data);
    return [result];
  },
};

function insert<D extends Dim>(shape: readonly D[], axes: readonly number[]): (D | 1)[] {
  const rank = shape.length + axes.length;
  const ones = new Set(axes.map((axis) => normalizeAxis("Unsqueeze", axis, rank)));
  let next = 0;
  return Array.from({ length: rank }, (_, axis) => (ones.has(axis) ? 1 : shape[next++]));
}

/** `x` with new axes of size 1; axes count in the result. */
export function unsqueeze(x: Value, axes: readonly number[]): Value {
  return x.graph.apply("Unsqueeze", [x, x.graph.ints(axes)])[0];
}
