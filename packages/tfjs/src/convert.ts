import { tensor, type DType, type Tensor } from "@x/nn";
import type { KernelTensor, NumericArray } from "@x/nn/graph";
import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { errors } from "./errors";
import type { Engine } from "./load";

/** The type in TensorFlow.js: it has one float and one integer. */
function tfType(dtype: DType): "float32" | "int32" | "bool" {
  if (dtype === "bool") return "bool";
  return dtype.startsWith("float") ? "float32" : "int32";
}

/** Puts numbers on the device. The array may be kept, so nobody may write into it while the tensor lives. */
export function upload({ tf }: Engine, source: Tensor | KernelTensor): TfTensor {
  const { dtype, shape, data } = source;
  const type = tfType(dtype);
  return tf.tensor(arrayOf(type, data), [...shape], type);
}

/** Whether all numbers fit: the device counts in 32 bits. */
export function fitsDevice({ dtype, data }: Tensor | KernelTensor): boolean {
  if (tfType(dtype) !== "int32" || data instanceof Int32Array) return true;
  for (const value of data) if ((Number(value) | 0) !== Number(value)) return false;
  return true;
}

function arrayOf(type: "float32" | "int32" | "bool", data: Tensor["data"] | NumericArray) {
  if (type === "bool") return data as Uint8Array;
  if (type === "float32")
    return data instanceof Float32Array ? data : Float32Array.from(data as Float64Array);
  if (data instanceof Int32Array) return data;
  return Int32Array.from(data as Float64Array, (value) => {
    const number = Number(value);
    if ((number | 0) !== number) throw errors.valueOutOfRange(String(value));
    return number;
  });
}

/** What a device gave, as a tensor of ours; `data` becomes the caller's. */
export function download(
  dtype: DType,
  shape: readonly number[],
  data: Float32Array | Int32Array | Uint8Array,
): Tensor {
  if (dtype === "int64" || dtype === "uint64") return tensor(dtype, shape, Array.from(data, BigInt));
  if (dtype === "float32" && data instanceof Float32Array) return tensor(dtype, shape, data);
  if (dtype === "int32" && data instanceof Int32Array) return tensor(dtype, shape, data);
  if (dtype === "bool" && data instanceof Uint8Array) return tensor(dtype, shape, data);
  return tensor(dtype, shape, Array.from(data, Number));
}

/** A copy that no later run changes: the plain backend hands out its own arrays. */
export function ownArray<T extends { slice(): T }>({ backend }: Engine, data: T): T {
  return backend === "cpu" ? data.slice() : data;
}

/** A tensor for the kernels of the host, which take 64-bit integers as doubles. */
export function toKernel({ dtype, shape, data }: Tensor): KernelTensor {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    return { dtype, shape, data: Float64Array.from(data, Number) };
  return { dtype, shape, data };
}
