import { errors } from "../../errors";
import type { Dim } from "../../graph/dims";
import type { KernelContext, KernelTensor, Operator } from "../../graph/operator";
import { constantInts, intAttribute, normalizeAxis, required, unknownDim } from "../../graph/shapes";
import type { Attributes, Value } from "../../graph/value";
import { requiredTensor, offsets, stridesOf } from "./kernel";

/** The axes a reduction goes over, or undefined where they are computed. */
export function reducedAxes(
  name: string,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes,
): number[] | undefined {
  const { length: rank } = required(name, inputs, 0).shape;
  if (inputs[1] !== undefined && inputs[1].contents === undefined && inputs[1].constant === undefined)
    return undefined;
  const axes = constantInts(inputs[1]) ?? [];
  if (axes.length === 0)
    return intAttribute(attributes, "noop_with_empty_axes", 0)
      ? []
      : Array.from({ length: rank }, (_, i) => i);
  return axes.map((axis) => normalizeAxis(name, axis, rank));
}

/** Infers a reduction with ONNX's inputs `[x, axes]` and attribute `keepdims` (default 1). */
export function inferReduction(name: string): Operator["infer"] {
  return (inputs, attributes) => {
    const x = required(name, inputs, 0);
    const keep = intAttribute(attributes, "keepdims", 1) !== 0;
    const axes = reducedAxes(name, inputs, attributes);
    if (axes === undefined && !keep)
      throw errors.wrongOperatorUse(name, "computed axes need keepdims = 1, else the rank is unknown.");
    const shape: Dim[] =
      axes === undefined
        ? x.shape.map((_, i) => unknownDim(name, inputs, `${i}`))
        : keep
          ? x.shape.map((size, i) => (axes.includes(i) ? 1 : size))
          : x.shape.filter((_, i) => !axes.includes(i));
    return [{ dtype: x.dtype, shape }];
  };
}

/** Walks a reduction: calls `visit(output, element)` for every element, in order, and gives the result's shape. */
export function reduce(
  inputs: readonly (KernelTensor | undefined)[],
  attributes: Attributes,
  options: {
    readonly start: (shape: number[], count: number) => void;
    readonly visit: (output: number, element: number) => void;
  },
): void {
  const x = requiredTensor(inputs, 0);
  const keep = intAttribute(attributes, "keepdims", 1) !== 0;
  const rank = x.shape.length;
  let axes = Array.from(inputs[1]?.data ?? [], (axis) => (axis < 0 ? axis + rank : axis));
  if (axes.length === 0 && !intAttribute(attributes, "noop_with_empty_axes", 0))
    axes = x.shape.map((_, i) => i);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const strides = stridesOf(kept).map((stride, i) => (axes.includes(i) ? 0 : stride));
  const to = offsets(x.shape, strides);
  const count = axes.reduce((product, axis) => product * x.shape[axis], 1);
  options.start(keep ? kept : kept.filter((_, i) => !axes.includes(i)), count);
  for (let i = 0; i < to.length; i++) options.visit(to[i], x.data[i]);
}

/** A kernel that sums, in doubles, and finishes with a function of the sum and the count. */
export function summingKernel(finish: (sum: number, count: number) => number) {
  return (inputs: readonly (KernelTensor | undefined)[], context: KernelContext): KernelTensor[] => {
    let result = requiredTensor(inputs, 0);
    let sums = new Float64Array(0);
    let n = 1;
    reduce(inputs, context.attributes, {
      start: (shape, count) => {
        result = context.make(result.dtype, shape);
        sums = new Float64Array(result.data.length);
        n = count;
      },
      visit: (output, element) => (sums[output] += element),
    });
    for (let i = 0; i < sums.length; i++) result.data[i] = finish(sums[i], n);
    return [result];
  };
}

/** Options of the builders of reductions. */
export interface ReduceOptions {
  /** The axes to reduce; default all. */
  readonly axes?: readonly number[];
  /** Keep the reduced axes with size 1; default false. */
  readonly keepDims?: boolean;
}

export function applyReduction(name: string, x: Value, { axes, keepDims = false }: ReduceOptions): Value {
  const inputs = axes === undefined ? [x] : [x, x.graph.ints(axes)];
  return x.graph.apply(name, inputs, { keepdims: keepDims ? 1 : 0 })[0];
}
