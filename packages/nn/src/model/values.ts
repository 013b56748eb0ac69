import type { Tensor } from "../graph/tensor";

/**
 * What thinc calls a list or a ragged array: rows of several sequences, one after another in one tensor.
 *
 * `data` is `[sum(lengths), ...]`; a list and a ragged array differ in nothing but in how some layers treat them.
 */
export interface Sequences {
  readonly kind: "list" | "ragged";
  readonly data: Tensor;
  readonly lengths: Int32Array;
}

/** Sequences sorted by length, padded to the longest: time first, then sequence. */
export interface Padded {
  readonly kind: "padded";
  /** `[steps, sequences, width]` */
  readonly data: Tensor;
  readonly layout: PaddedLayout;
}

/** How padded rows map to sequences: `indices[i]` is the place of the i-th longest sequence in the batch. */
export interface PaddedLayout {
  readonly sizeAtT: Int32Array;
  readonly lengths: Int32Array;
  readonly indices: Int32Array;
}

/** Whether a value is a tensor. */
export function isTensor(value: unknown): value is Tensor {
  return (
    typeof value === "object" && value !== null && "dtype" in value && "shape" in value && "data" in value
  );
}

/** Whether a value is a list of sequences. */
export function isSequences(value: unknown): value is Sequences {
  const kind = kindOf(value);
  return kind === "list" || kind === "ragged";
}

/** Whether a value is a padded batch of sequences. */
export function isPadded(value: unknown): value is Padded {
  return kindOf(value) === "padded";
}

function kindOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "kind" in value && "data" in value
    ? value.kind
    : undefined;
}

/** The tensor that holds the numbers of an array, of sequences, or of padded sequences; undefined for anything else. */
export function tensorOf(value: unknown): Tensor | undefined {
  if (isTensor(value)) return value;
  return isSequences(value) || isPadded(value) ? value.data : undefined;
}

/** The width of a batch: its last axis, or for a vector of ids one more than the largest. Undefined where it has none. */
export function widthOf(value: unknown): number | undefined {
  const tensor = tensorOf(value);
  if (tensor === undefined) return Array.isArray(value) && value.length > 0 ? widthOf(value[0]) : undefined;
  if (tensor.shape.length === 0) return 0;
  if (tensor.shape.length > 1) return tensor.shape[tensor.shape.length - 1];
  let largest = -1;
  for (const id of tensor.data) largest = Math.max(largest, Number(id));
  return largest + 1;
}

/** The same kind of value around other numbers. */
export function withData<T>(value: T, data: Tensor): T {
  return isTensor(value) ? (data as T) : ({ ...(value as object), data } as T);
}

export function countRows(lengths: Int32Array): number {
  let rows = 0;
  for (const length of lengths) rows += length;
  return rows;
}

/** A float tensor over an array, which is kept. */
export function floatTensor(shape: readonly number[], data: Float32Array): Tensor<"float32"> {
  return { dtype: "float32", shape, data: data as Float32Array<ArrayBuffer> };
}
