import { allocate, sizeOf, type DType, type Tensor } from "../../graph/tensor";
import { bfloatToFloat } from "../half-floats";
import { arrayAt } from "../safetensors";
import type { CopyBudget } from "./copy-budget";

/** PyTorch's own limit. */
const MOST_AXES = 64;

/** The numbers that several tensors of a file may share. */
export interface Storage {
  readonly type: DType | "bfloat16";
  readonly bytes: Uint8Array;
}

/**
 * A tensor over a storage; a view where its numbers lie in order.
 *
 * @returns the tensor, or what is wrong with the arguments
 */
export function rebuildTensor(
  storage: Storage,
  { args, budget }: { readonly args: readonly unknown[]; readonly budget: CopyBudget },
): Tensor | string {
  const [offset, shape, strides] = args;
  if (!isCount(offset) || !isCounts(shape) || !isCounts(strides) || shape.length !== strides.length)
    return "a tensor has no proper shape";
  if (shape.length > MOST_AXES) return `a tensor has ${shape.length} axes`;
  const { type, bytes } = storage;
  const stored: DType = type === "bfloat16" ? "uint16" : type;
  const width = allocate(stored, 0).BYTES_PER_ELEMENT;
  const size = sizeOf(shape);
  const last = shape.reduce((sum, length, i) => sum + (length - 1) * strides[i], offset);
  if (size > 0 && (!Number.isSafeInteger(size) || (last + 1) * width > bytes.length))
    return `a tensor of shape [${shape.join(", ")}] reaches beyond its storage of ${bytes.length} bytes`;
  // Strides of 0 repeat numbers: a tensor much larger than its storage is no checkpoint's.
  if (size * width > 16 * bytes.length + 1024) return "a tensor is much larger than its storage";
  const inOrder = size === 0 || isContiguous(shape, strides);
  const copied = (inOrder ? 0 : size * width) + (type === "bfloat16" ? 4 * size : 0);
  if (copied > 0 && !budget.allows(copied)) return "its tensors repeat the same numbers again and again";
  const span = inOrder ? size : last + 1 - offset;
  const start = size === 0 ? 0 : offset * width;
  const data = arrayAt(bytes, stored, { start, end: start + span * width });
  const numbers = inOrder ? data : gathered(data, { shape, strides, dtype: stored });
  if (type !== "bfloat16") return { dtype: type, shape, data: numbers };
  return { dtype: "float32", shape, data: Float32Array.from(numbers as Uint16Array, bfloatToFloat) };
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis];
  }
  return true;
}

function gathered(
  data: Tensor["data"],
  {
    shape,
    strides,
    dtype,
  }: { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly dtype: DType },
): Tensor["data"] {
  const result = allocate(dtype, sizeOf(shape));
  const place = shape.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++place[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return result;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}
