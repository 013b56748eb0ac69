import type { Tensor } from "../graph/tensor";

const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

/** The number that 16 bits of IEEE half precision stand for. */
export function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** bfloat16 is the upper half of a float32. */
export function bfloatToFloat(bfloat: number): number {
  bits[0] = bfloat << 16;
  return value[0];
}

/** A float tensor of any precision in float32; the same tensor where it is one. */
export function toFloat32(tensor: Tensor): Tensor<"float32"> {
  if (tensor.dtype === "float32") return tensor as Tensor<"float32">;
  const { shape, data } = tensor;
  const convert = tensor.dtype === "float16" ? halfToFloat : Number;
  return { dtype: "float32", shape, data: Float32Array.from(data as Uint16Array, convert) };
}
