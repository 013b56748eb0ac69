import type { AdamPass, AdamState } from "./adam-pass";

/** The compiled kernels over one memory. A kernel answers false where it cannot take the arrays, and has then done nothing. */
export interface WasmKernels {
  sumOfSquares(x: Float32Array): number;
  adam(state: AdamState, pass: AdamPass): boolean;
  scatterAddRows(
    table: Float32Array,
    source: {
      readonly rows: Int32Array | BigInt64Array;
      readonly values: Float32Array;
      readonly width: number;
      readonly perValue: number;
    },
  ): boolean;
}

const instances = new WeakMap<ArrayBufferLike, WasmKernels>();

/** The kernels of the memory that an array lies in, if it is an arena's. */
export function wasmFor(array: Float32Array): WasmKernels | undefined {
  return instances.get(array.buffer);
}

export function registerWasm(memory: ArrayBufferLike, kernels: WasmKernels): void {
  instances.set(memory, kernels);
}
