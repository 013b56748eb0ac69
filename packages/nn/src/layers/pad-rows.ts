import { allocate, sizeOf, type Tensor } from "../graph/tensor";
import { countRows } from "../model/values";

/** Where rows go when `pad` empty rows are put before, between and behind sequences; empty sequences get none. */
export function padIndex(
  lengths: Int32Array,
  pad: number,
): { readonly padded: Tensor<"int32">; readonly rows: Tensor<"int32"> } {
  const count = countRows(lengths);
  const filled = lengths.reduce((total, length) => total + (length > 0 ? 1 : 0), 0);
  const padded = new Int32Array(count + pad * (filled + 1)).fill(-1);
  const rows = new Int32Array(count);
  let to = pad;
  let row = 0;
  for (const length of lengths) {
    if (length === 0) continue;
    for (let i = 0; i < length; i++, row++, to++) {
      padded[to] = row;
      rows[row] = to;
    }
    to += pad;
  }
  return {
    padded: { dtype: "int32", shape: [padded.length], data: padded },
    rows: { dtype: "int32", shape: [count], data: rows },
  };
}

/** Rows of a tensor by an index; -1 gives a row of zeros. */
export function gatherTensorRows(tensor: Tensor, index: Tensor<"int32">): Tensor {
  const rest = tensor.shape.slice(1);
  const width = sizeOf(rest);
  const data = allocate(tensor.dtype, index.data.length * width);
  for (let i = 0; i < index.data.length; i++) {
    const from = index.data[i] * width;
    if (from >= 0) data.set(tensor.data.subarray(from, from + width) as never, i * width);
  }
  return { dtype: tensor.dtype, shape: [index.data.length, ...rest], data };
}
