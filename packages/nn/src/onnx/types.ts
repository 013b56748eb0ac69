import type { DType } from "../graph/tensor";

/** TensorProto.DataType of ONNX. */
const codes: Record<DType, number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
};

const names = new Map(Object.entries(codes).map(([dtype, code]) => [code, dtype as DType]));

export function codeOfDtype(dtype: DType): number {
  return codes[dtype];
}

export function dtypeOfCode(code: number): DType | undefined {
  return names.get(code);
}
