import { errors } from "../errors";
import type { Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { constantInts, normalizeAxis, required } from "../graph/shapes";
import type { Value } from "../graph/value";
import { reshapeLike } from "./reshape";
import { requiredTensor } from "./support/kernel";

export const squeezeOperator: Operator = {
  name: "Squeeze",
  view: true,
  infer: (inputs) => {
    const x = required("Squeeze", inputs, 0);
    const axes = inputs[1] === undefined ? undefined : constantInts(inputs[1]);
    if (inputs[1] !== undefined && axes === undefined)
      throw errors.wrongOperatorUse("Squeeze", "the axes must be constant.");
    const shape = remove<Dim>(x.shape, axes);
    return [{ dtype: x.dtype, shape, contents: x.contents }];
  },
  gradient: ({ inputs: [x] }, [dY]) => [dY && x ? reshapeLike(dY, x) : undefined],
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    const result = context.make(x.dtype, remove(x.shape, inputs[1] && Array.from(inputs[1].data)));
    result.data.set(x.data);
    return [result];
  },
};

function remove<D extends Dim>(shape: readonly D[], axes: readonly number[] | undefined): D[] {
  const gone = axes && new Set(axes.map((axis) => normalizeAxis("Squeeze", axis, shape.length)));
  return shape.filter((size, axis) => (gone === undefined ? size !== 1 : !gone.has(axis)));
}

/** `x` without the given axes of size 1; without `axes`, without all whose size is known to be 1. */
export function squeeze(x: Value, axes?: readonly number[]): Value {
  return x.graph.apply("Squeeze", axes === undefined ? [x] : [x, x.graph.ints(axes)])[0];
}
