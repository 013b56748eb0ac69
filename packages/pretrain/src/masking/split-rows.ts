/** The tokens of a batch by what the mask did to them. */
export interface RowSplit {
  readonly masked: Int32Array;
  readonly kept: Int32Array;
  /** For each token its place among the masked ones, or -1. */
  readonly inverse: Int32Array;
}

/** @param keep for each token 1 where it was left alone */
export function splitRows(keep: Uint8Array): RowSplit {
  const count = keep.reduce((sum, kept) => sum + kept, 0);
  const split = {
    masked: new Int32Array(keep.length - count),
    kept: new Int32Array(count),
    inverse: new Int32Array(keep.length).fill(-1),
  };
  let [atMasked, atKept] = [0, 0];
  keep.forEach((kept, row) => {
    if (kept === 1) split.kept[atKept++] = row;
    else {
      split.inverse[row] = atMasked;
      split.masked[atMasked++] = row;
    }
  });
  return split;
}
