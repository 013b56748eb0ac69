import { showValue } from "@x/core/spi";
import { errors } from "../errors";
import { addDims, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { constantInts, describe, normalizeAxis, required, unknownDim } from "../graph/shapes";
import type { Value } from "../graph/value";
import { slice } from "./slice";
import { requiredTensor, offsets, stridesOf } from "./support/kernel";

export const padOperator: Operator = {
  name: "Pad",
  view: true,
  infer: (inputs, attributes) => {
    const x = required("Pad", inputs, 0);
    if (attributes.mode !== undefined && attributes.mode !== "constant")
      throw errors.wrongOperatorUse(
        "Pad",
        `mode '${showValue(attributes.mode)}' is not supported, only 'constant'.`,
      );
    const pads = inputs[1]?.contents;
    const axes = axesOf(inputs, x);
    const shape: Dim[] = [...x.shape];
    axes.forEach((axis, i) => {
      shape[axis] = pads
        ? addDims(x.shape[axis], addDims(pads[i], pads[i + axes.length]))
        : unknownDim("Pad", inputs, `${i}`);
    });
    return [{ dtype: x.dtype, shape }];
  },
  gradient: ({ inputs }, [dY]) => {
    const x = required("Pad", inputs, 0);
    const pads = constantInts(inputs[1]);
    const axes = axesOf(inputs, x);
    if (pads === undefined)
      throw errors.wrongOperatorUse("Pad", `the gradient needs constant pads, for ${describe(x)}.`);
    const ends = axes.map((_, i) => (pads[i + axes.length] === 0 ? undefined : -pads[i + axes.length]));
    return [dY && slice(dY, { axes, starts: pads.slice(0, axes.length), ends })];
  },
  reference: (inputs, context) => {
    const [x, pads] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const axes = inputs[3] ? Array.from(inputs[3].data) : x.shape.map((_, axis) => axis);
    const shape = [...x.shape];
    const before = x.shape.map(() => 0);
    axes.forEach((axis, i) => {
      before[axis] = pads.data[i];
      shape[axis] += pads.data[i] + pads.data[i + axes.length];
    });
    const result = context.make(x.dtype, shape);
    const fill = inputs[2]?.data[0] ?? 0;
    if (fill !== 0) result.data.fill(fill);
    const strides = stridesOf(shape);
    const first = before.reduce((sum, pad, axis) => sum + pad * strides[axis], 0);
    const to = offsets(x.shape, strides, first);
    for (let i = 0; i < to.length; i++) result.data[to[i]] = x.data[i];
    return [result];
  },
};

function axesOf(inputs: readonly (Value | undefined)[], x: Value): number[] {
  const axes = constantInts(inputs[3]) ?? x.shape.map((_, axis) => axis);
  return axes.map((axis) => normalizeAxis("Pad", axis, x.shape.length));
}

/**
 * `x` with constant values around it.
 *
 * @param sizes `before`, `after`: how many, an entry an axis; `value`: default 0.
 */
export function pad(
  x: Value,
  sizes: { readonly before: readonly number[]; readonly after: readonly number[]; readonly value?: number },
): Value {
  const { graph } = x;
  const pads = graph.ints([...sizes.before, ...sizes.after]);
  const value = sizes.value === undefined ? [] : [graph.scalar(sizes.value, x.dtype)];
  return graph.apply("Pad", [x, pads, ...value])[0];
}
