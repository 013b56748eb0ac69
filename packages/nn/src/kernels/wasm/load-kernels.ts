import { TINY } from "../adam-pass";
import type { WasmKernels } from "../wasm-instance";
import { kernelsWasm } from "./kernels-wasm";
import { webAssembly, type WasmMemory } from "./web-assembly";

/** What kernels.as exports. */
interface Exports {
  sumOfSquares(x: number, length: number): number;
  adam(...numbers: number[]): void;
  scatterAddRows(
    table: number,
    rows: number,
    values: number,
    count: number,
    perValue: number,
    width: number,
  ): void;
}

let compiled: object | undefined;

/**
 * The kernels over a memory.
 *
 * @param scratch a part of the memory that the kernels may use, aligned to 64 bytes.
 */
export function loadWasmKernels(
  memory: WasmMemory,
  scratch: { readonly address: number; readonly bytes: number },
): WasmKernels {
  const api = webAssembly as NonNullable<typeof webAssembly>;
  compiled ??= new api.Module(Uint8Array.from(atob(kernelsWasm), (letter) => letter.charCodeAt(0)));
  const instance = new api.Instance(compiled, { env: { memory } });
  const kernels = instance.exports as Exports;
  const { buffer } = memory;
  const room = new Float32Array(buffer, scratch.address, scratch.bytes / 4);
  /** Calls `run` with the address of each part of an array; what lies elsewhere is copied into the scratch part by part. */
  const inParts = (array: Float32Array, run: (address: number, from: number, length: number) => void) => {
    if (array.buffer === buffer) return run(array.byteOffset, 0, array.length);
    for (let from = 0; from < array.length; from += room.length) {
      const part = array.subarray(from, from + room.length);
      room.set(part);
      run(scratch.address, from, part.length);
    }
  };
  return {
    sumOfSquares(x) {
      let sum = 0;
      inParts(x, (address, _from, length) => (sum += kernels.sumOfSquares(address, length)));
      return sum;
    },
    adam({ weights, gradient, moment1, moment2, average }, pass) {
      const kept = [weights, moment1, moment2, ...(average ? [average] : [])];
      if (kept.some((array) => array.buffer !== buffer || array.length !== gradient.length)) return false;
      const { rate, beta1, beta2, rest1, rest2, eps, scale, decay, averaging } = pass;
      const numbers = [rate, beta1, beta2, rest1, rest2, eps, scale, decay, averaging, TINY];
      inParts(gradient, (address, from, length) => {
        const at = (array: Float32Array) => array.byteOffset + from * 4;
        const places = [at(weights), address, at(moment1), at(moment2), average ? at(average) : 0];
        kernels.adam(...places, length, ...numbers);
      });
      if (gradient.buffer !== buffer) gradient.fill(0);
      return true;
    },
    scatterAddRows(table, { rows, values, width, perValue }) {
      const chunk = Math.floor((scratch.bytes - 64) / (4 * (width + perValue)));
      if (chunk < 1) return false;
      const numbers = new Int32Array(buffer, scratch.address, chunk * perValue);
      const start = scratch.address + Math.ceil(numbers.byteLength / 64) * 64;
      const copy = new Float32Array(buffer, start, chunk * width);
      const total = rows.length / perValue;
      for (let from = 0; from < total; from += chunk) {
        const count = Math.min(chunk, total - from);
        const part = rows.subarray(from * perValue, (from + count) * perValue);
        if (part instanceof Int32Array) numbers.set(part);
        else for (let i = 0; i < part.length; i++) numbers[i] = Number(part[i]);
        copy.set(values.subarray(from * width, (from + count) * width));
        kernels.scatterAddRows(table.byteOffset, scratch.address, start, count, perValue, width);
      }
      return true;
    },
  };
}
