import type { WordpieceBatch } from "@x/encoders";

/** Rows of a batch that run together, without the columns that are padding in all of them. */
export interface Pack {
  /** Places in the batch. */
  readonly rows: readonly number[];
  /** The columns `[from, to)` of the batch. */
  readonly from: number;
  readonly to: number;
}

export interface PackOptions {
  /** Wordpieces, padding included, that run together; a single row may be longer. */
  readonly maxItems: number;
  /** The part of a pack that may be padding, as far as it has more than `smallest` wordpieces; default 0.1. */
  readonly waste?: number;
  /** Below this many wordpieces a pack is filled regardless of padding, because each run has fixed costs; default 256. */
  readonly smallest?: number;
}

/**
 * Sorts the rows of a batch by length and cuts them into packs with little padding and bounded size.
 *
 * If that saves nothing, the whole batch is one pack with its rows in order.
 */
export function packRows(
  batch: WordpieceBatch,
  { maxItems, waste = 0.1, smallest = 256 }: PackOptions,
): Pack[] {
  const bounds = boundsOf(batch);
  const length = (row: number) => bounds.to[row] - bounds.from[row];
  const order = Array.from({ length: batch.rows }, (_, row) => row).sort(
    (a, b) => length(b) - length(a) || a - b,
  );
  const packs: Pack[] = [];
  let rows: number[] = [];
  let used = 0;
  const finish = () => {
    if (rows.length > 0) packs.push(packOf(rows, bounds));
    rows = [];
    used = 0;
  };
  for (const row of order) {
    const width = rows.length === 0 ? length(row) : length(rows[0]);
    const size = width * (rows.length + 1);
    const padding = size - used - length(row);
    if (rows.length > 0 && (size > maxItems || (width * rows.length >= smallest && padding > waste * size)))
      finish();
    rows.push(row);
    used += length(row);
  }
  finish();
  return packs;
}

function packOf(rows: number[], { from, to }: Bounds): Pack {
  rows.sort((a, b) => a - b);
  return {
    rows,
    from: Math.min(...rows.map((row) => from[row])),
    to: Math.max(...rows.map((row) => to[row])),
  };
}

interface Bounds {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** The first and behind the last column of each row that is no padding; tokenizers pad on either side. */
function boundsOf({ rows, width, attentionMask }: WordpieceBatch): Bounds {
  const mask = attentionMask.data;
  const from = new Int32Array(rows);
  const to = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let [first, last] = [0, width];
    while (last > 1 && mask[row * width + last - 1] === 0) last--;
    while (first < last - 1 && mask[row * width + first] === 0) first++;
    from[row] = first;
    to[row] = last;
  }
  return { from, to };
}
