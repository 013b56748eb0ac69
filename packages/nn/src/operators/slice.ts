import { errors } from "../errors";
import { addDims, subtractDims, type Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { axesIn, constantInts, describe, normalizeAxis, required, unknownDim } from "../graph/shapes";
import type { Value } from "../graph/value";
import { requiredTensor, offsets, stridesOf } from "./support/kernel";
import { placeInto } from "./support/place-into";

/** As far as any slice goes; a double holds it exactly, and int64 has room for it. */
const END = 2 ** 52;

export const sliceOperator: Operator = {
  name: "Slice",
  view: true,
  infer: (inputs) => {
    const x = required("Slice", inputs, 0);
    const starts = constantInts(inputs[1]);
    const ends = constantInts(inputs[2]);
    const sizes = inputs[2]?.contents;
    const { axes, steps } = axesAndSteps(inputs, x);
    const shape: Dim[] = [...x.shape];
    axes.forEach((axis, i) => {
      const unknown = unknownDim("Slice", inputs, `${i}`);
      if (starts && ends) shape[axis] = slicedDim(x.shape[axis], starts[i], ends[i], steps[i], unknown);
      // As far as a size goes: what is cut is taken to be as long as that.
      else if (starts && sizes && starts[i] >= 0 && steps[i] === 1)
        shape[axis] = subtractDims(sizes[i], starts[i]);
      else shape[axis] = unknown;
    });
    const range =
      x.contents && starts && ends && steps[0] === 1 ? x.contents.slice(starts[0], ends[0]) : undefined;
    return [{ dtype: x.dtype, shape, contents: x.shape.length === 1 ? range : undefined }];
  },
  gradient: ({ inputs, outputs: [y] }, [dY]) => {
    const x = required("Slice", inputs, 0);
    const starts = constantInts(inputs[1]);
    const { axes, steps } = axesAndSteps(inputs, x);
    if (starts === undefined || steps.some((step) => step !== 1))
      throw errors.wrongOperatorUse(
        "Slice",
        `the gradient needs constant starts and steps of 1, for ${describe(y)}.`,
      );
    return [
      dY &&
        placeInto(
          dY,
          x,
          axes.map((axis, i) => ({ axis, start: starts[i] })),
        ),
    ];
  },
  reference: (inputs, context) => {
    const [x, starts, ends] = [
      requiredTensor(inputs, 0),
      requiredTensor(inputs, 1),
      requiredTensor(inputs, 2),
    ];
    const strides = stridesOf(x.shape);
    const shape = [...x.shape];
    let first = 0;
    Array.from(starts.data).forEach((start, i) => {
      const axis = normalizeAxis("Slice", inputs[3]?.data[i] ?? i, x.shape.length);
      const step = inputs[4]?.data[i] ?? 1;
      const from = bound(start, x.shape[axis], step);
      shape[axis] = Math.max(0, Math.ceil((bound(ends.data[i], x.shape[axis], step, true) - from) / step));
      first += from * strides[axis];
      strides[axis] *= step;
    });
    const result = context.make(x.dtype, shape);
    const from = offsets(shape, strides, first);
    for (let i = 0; i < from.length; i++) result.data[i] = x.data[from[i]];
    return [result];
  },
};

function axesAndSteps(inputs: readonly (Value | undefined)[], x: Value) {
  const count = axesIn("Slice", required("Slice", inputs, 1));
  const axes = constantInts(inputs[3]);
  const steps = constantInts(inputs[4]);
  if (inputs[3] !== undefined && axes === undefined)
    throw errors.wrongOperatorUse("Slice", `the axes must be constant, for ${describe(x)}.`);
  return {
    axes: Array.from({ length: count }, (_, i) => normalizeAxis("Slice", axes?.[i] ?? i, x.shape.length)),
    steps: Array.from({ length: count }, (_, i) => steps?.[i] ?? (inputs[4] === undefined ? 1 : 0)),
  };
}

function bound(position: number, size: number, step: number, end = false): number {
  const from = position < 0 ? position + size : position;
  return step > 0 ? Math.min(Math.max(from, 0), size) : Math.min(Math.max(from, -1), end ? size : size - 1);
}

function slicedDim(size: Dim, start: number, end: number, step: number, unknown: Dim): Dim {
  if (step === 0) return unknown;
  if (typeof size === "number")
    return Math.max(0, Math.ceil((bound(end, size, step, true) - bound(start, size, step)) / step));
  if (step !== 1) return unknown;
  // A symbolic size is taken to be large enough for the slice.
  const open = end >= END;
  if (start >= 0 && end >= 0 && !open) return end - start;
  if (start >= 0) return addDims(size, (open ? 0 : end) - start);
  return open ? -start : end < 0 ? end - start : unknown;
}

/**
 * A part of `x`. Negative positions count from the end.
 *
 * @param range one entry an axis: `axes` (default 0, 1, ...), `starts`, `ends` (exclusive; undefined: to the end), `steps` (default 1).
 */
export function slice(
  x: Value,
  range: {
    readonly starts: readonly number[];
    readonly ends: readonly (number | undefined)[];
    readonly axes?: readonly number[];
    readonly steps?: readonly number[];
  },
): Value {
  const { graph } = x;
  const { starts, ends, axes = starts.map((_, i) => i), steps } = range;
  const inputs = [x, graph.ints(starts), graph.ints(ends.map((end) => end ?? END)), graph.ints(axes)];
  return graph.apply("Slice", steps === undefined ? inputs : [...inputs, graph.ints(steps)])[0];
}
