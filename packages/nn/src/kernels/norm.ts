import { wasmFor } from "./wasm-instance";

/** The sum of the squares, in doubles. */
export function sumOfSquares(x: Float32Array): number {
  const wasm = wasmFor(x);
  if (wasm !== undefined) return wasm.sumOfSquares(x);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return sum;
}

/** The Euclidean length of a vector. */
export function norm(x: Float32Array): number {
  return Math.sqrt(sumOfSquares(x));
}
