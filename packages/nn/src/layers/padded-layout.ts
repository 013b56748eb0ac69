import type { Tensor } from "../graph/tensor";
import type { PaddedLayout } from "../model/values";
import { countRows } from "../model/values";

/** The layout of sequences padded together: the longest first, of equals the last first, as thinc sorts them. */
export function layoutOf(lengths: Int32Array): PaddedLayout {
  const indices = Int32Array.from(lengths.keys()).sort((a, b) => lengths[b] - lengths[a] || b - a);
  const sorted = indices.map((index) => lengths[index]);
  const steps = sorted[0] ?? 0;
  const sizeAtT = Int32Array.from({ length: steps }, (_, t) => sorted.filter((length) => length > t).length);
  return { sizeAtT, lengths: sorted, indices };
}

/** For each place `[step, sequence]` its row in the list, or -1; and for each row its place. */
export function paddedIndex(layout: PaddedLayout): {
  readonly padded: Tensor<"int32">;
  readonly rows: Tensor<"int32">;
} {
  const { lengths, indices } = layout;
  const sequences = lengths.length;
  const steps = lengths[0] ?? 0;
  const byItem = new Int32Array(sequences);
  indices.forEach((item, i) => (byItem[item] = lengths[i]));
  const starts = new Int32Array(sequences);
  for (let item = 1; item < sequences; item++) starts[item] = starts[item - 1] + byItem[item - 1];
  const padded = new Int32Array(steps * sequences).fill(-1);
  const rows = new Int32Array(countRows(lengths));
  for (let i = 0; i < sequences; i++)
    for (let t = 0; t < lengths[i]; t++) {
      const place = t * sequences + i;
      const row = starts[indices[i]] + t;
      padded[place] = row;
      rows[row] = place;
    }
  return {
    padded: { dtype: "int32", shape: [padded.length], data: padded },
    rows: { dtype: "int32", shape: [rows.length], data: rows },
  };
}

/** The lengths of the sequences in the order of the batch. */
export function lengthsIn({ lengths, indices }: PaddedLayout): Int32Array {
  const result = new Int32Array(lengths.length);
  indices.forEach((item, i) => (result[item] = lengths[i]));
  return result;
}
