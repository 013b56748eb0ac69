import { errors } from "../../errors";
import { broadcastShapes } from "../../graph/dims";
import type { KernelContext, KernelTensor, NumericArray } from "../../graph/operator";
import { sizeOf, type DType } from "../../graph/tensor";

/** An input that must be there. */
export function requiredTensor(inputs: readonly (KernelTensor | undefined)[], index: number): KernelTensor {
  const tensor = inputs[index];
  if (tensor === undefined) throw errors.wrongOperatorUse("kernel", `input ${index} is missing.`);
  return tensor;
}

export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** Strides with which a tensor of `shape` is read in the order of `target`: 0 along broadcast axes. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = stridesOf(shape);
  const offset = target.length - shape.length;
  return target.map((_, axis) => (axis < offset || shape[axis - offset] === 1 ? 0 : own[axis - offset]));
}

/** Where each element of a walk over `shape` (row-major) lies, for strides of one's own. */
export function offsets(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  const size = sizeOf(shape);
  const result = new Int32Array(size);
  if (size === 0) return result;
  const rank = shape.length;
  const index = new Array<number>(rank).fill(0);
  let at = start;
  for (let i = 0; i < size; i++) {
    result[i] = at;
    for (let axis = rank - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}

export function commonShape(tensors: readonly KernelTensor[]): number[] {
  const shape = broadcastShapes(...tensors.map((tensor) => tensor.shape));
  if (shape === undefined)
    throw errors.wrongOperatorUse(
      "kernel",
      `shapes ${tensors.map((tensor) => `[${tensor.shape.join(", ")}]`).join(" and ")} do not broadcast.`,
    );
  return shape as number[];
}

/** The elements of a tensor, repeated to `shape`. */
export function broadcastData(tensor: KernelTensor, shape: readonly number[]): NumericArray {
  const size = sizeOf(shape);
  if (tensor.data.length === size) return tensor.data;
  const { data } = tensor;
  const result = new (data.constructor as new (size: number) => NumericArray)(size);
  if (data.length === 1) return result.fill(data[0]);
  const from = offsets(shape, broadcastStrides(tensor.shape, shape));
  for (let i = 0; i < size; i++) result[i] = data[from[i]];
  return result;
}

/** A kernel that computes every element from the elements of one or two inputs, broadcast together. */
export function elementwiseKernel(
  dtype: DType | undefined,
  compute: (a: number, b: number) => number,
): (inputs: readonly (KernelTensor | undefined)[], context: KernelContext) => KernelTensor[] {
  return (inputs, context) => {
    const a = requiredTensor(inputs, 0);
    const b = inputs[1];
    const shape = b === undefined ? a.shape : commonShape([a, b]);
    const result = context.make(dtype ?? a.dtype, shape);
    const x = broadcastData(a, shape);
    const y = b === undefined ? x : broadcastData(b, shape);
    const out = result.data;
    for (let i = 0; i < out.length; i++) out[i] = compute(x[i], y[i]);
    return [result];
  };
}
