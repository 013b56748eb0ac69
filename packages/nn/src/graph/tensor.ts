import { errors } from "../errors";

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  float16: Uint16Array,
} as const;

/** The element types of tensors; `float16` is kept as its raw 16 bits, for files only. */
export type DType = keyof typeof arrays;

/** The arrays that tensors hold their numbers in. */
export type TypedArray = InstanceType<(typeof arrays)[DType]>;

/** The array that holds the elements of a type. */
export type DataOf<D extends DType> = InstanceType<(typeof arrays)[D]>;

/** Numbers in row-major order; int64 as `BigInt64Array`, bool as one byte a value. */
export interface Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: DataOf<D>;
}

/** The types of elements, with the array that holds them. */
export const dtypes = Object.keys(arrays) as DType[];

/** Whether a type of elements is a floating-point one. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64" || dtype === "float16";
}

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

/** A typed array of zeros for elements of a type. */
export function allocate<D extends DType>(dtype: D, size: number): DataOf<D> {
  return new arrays[dtype](size) as DataOf<D>;
}

/** A typed array of a type over the bytes of a buffer. */
export function viewOf<D extends DType>(
  dtype: D,
  buffer: ArrayBuffer,
  place: { readonly byteOffset: number; readonly length: number },
): DataOf<D> {
  return new arrays[dtype](buffer, place.byteOffset, place.length) as DataOf<D>;
}

/**
 * A tensor of `dtype` and `shape` over `data`, which is kept, not copied, where it has the right array type.
 *
 * @param data a typed array, or numbers (bigints for int64), or undefined for zeros. Throws NN107 where its length does not fit the shape, NN111 for numbers that an integer type cannot hold.
 */
export function tensor<D extends DType>(
  dtype: D,
  shape: readonly number[],
  data?: DataOf<D> | Iterable<number | bigint>,
): Tensor<D> {
  const needed = sizeOf(shape);
  const make = arrays[dtype];
  const values =
    data === undefined
      ? allocate(dtype, needed)
      : data instanceof make
        ? (data as DataOf<D>)
        : fill(dtype, [...(data as Iterable<number | bigint>)]);
  if (values.length !== needed)
    throw errors.wrongTensorSize("", dtype, shape.join(", "), values.length, needed);
  return { dtype, shape: [...shape], data: values };
}

function fill<D extends DType>(dtype: D, values: readonly (number | bigint)[]): DataOf<D> {
  const data = allocate(dtype, values.length);
  const refuse = (value: number | bigint) => errors.valueOutOfRange(dtype, String(value));
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    values.forEach((value, i) => {
      if (typeof value === "number" && !Number.isInteger(value)) throw refuse(value);
      data[i] = BigInt(value);
      if (data[i] !== BigInt(value)) throw refuse(value);
    });
  else {
    const isFloat = data instanceof Float32Array || data instanceof Float64Array;
    values.forEach((value, i) => {
      const number = Number(value);
      data[i] = number;
      if (!isFloat && data[i] !== number) throw refuse(value);
    });
  }
  return data;
}
