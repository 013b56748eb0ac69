import type { NumericArray } from "../../graph/operator";

/** A matrix of `rows` rows and `columns` columns, transposed. */
export function transposed(data: NumericArray, rows: number, columns: number): NumericArray {
  const result = new (data.constructor as new (size: number) => NumericArray)(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j];
  return result;
}

/** Adds the product of two matrices to `out`, summing in doubles a row at a time. */
export function multiplyMatrices(
  a: NumericArray,
  b: NumericArray,
  out: NumericArray,
  size: { readonly rows: number; readonly inner: number; readonly columns: number },
): void {
  const { rows, inner, columns } = size;
  const row = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    row.fill(0);
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k];
      const from = k * columns;
      for (let j = 0; j < columns; j++) row[j] += factor * b[from + j];
    }
    out.set(row, i * columns);
  }
}
