import { errors } from "../errors";
import { wasmFor } from "./wasm-instance";

/**
 * Adds rows to the rows of a table: `table[rows[i]] += values[i]`. Rows may repeat; negative ones are left out.
 *
 * @param table `[*, width]`, changed in place.
 * @param source `rows`: row numbers, `perValue` of them (default 1) for each row of `values`; `values`: `[n, width]`. Throws NN302.
 */
export function scatterAddRows(
  table: Float32Array,
  source: {
    readonly rows: Int32Array | BigInt64Array;
    readonly values: Float32Array;
    readonly width: number;
    readonly perValue?: number;
  },
): void {
  const { rows, values, width, perValue = 1 } = source;
  const count = rows.length / perValue;
  if (values.length !== count * width)
    throw errors.wrongLength("The values of scatterAddRows", values.length, count * width);
  const wasm = wasmFor(table);
  if (wasm !== undefined && wasm.scatterAddRows(table, { rows, values, width, perValue })) return;
  for (let i = 0, r = 0; i < count; i++) {
    const from = i * width;
    for (let j = 0; j < perValue; j++, r++) {
      const row = Number(rows[r]);
      if (row < 0) continue;
      const to = row * width;
      for (let c = 0; c < width; c++) table[to + c] += values[from + c];
    }
  }
}
