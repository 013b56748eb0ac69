import type { DType } from "../../graph/tensor";

/** PyTorch's storage classes and the element types they stand for; bfloat16 is read only. */
export const storageTypes: Readonly<Record<string, DType | "bfloat16">> = {
  FloatStorage: "float32",
  DoubleStorage: "float64",
  HalfStorage: "float16",
  BFloat16Storage: "bfloat16",
  LongStorage: "int64",
  IntStorage: "int32",
  ShortStorage: "int16",
  CharStorage: "int8",
  ByteStorage: "uint8",
  BoolStorage: "bool",
};

/** The storage class of an element type, or undefined where PyTorch's files have none. */
export function storageOf(dtype: DType): string | undefined {
  return Object.keys(storageTypes).find((name) => storageTypes[name] === dtype);
}
