import type { PieceAlignment } from "./piece-alignment";
import type { WordpieceBatch } from "./wordpiece-batch";

/**
 * Cuts all columns from `maxLength` on, wordpieces and their alignment, as spaCy does: what lies beyond is lost,
 * final special pieces included. `resplitOversize` loses nothing.
 *
 * Follows `spacy_transformers.truncate.truncate_oversize_splits`.
 */
export function truncateOversizeSplits(
  batch: WordpieceBatch,
  align: PieceAlignment,
  maxLength: number = Infinity,
): { batch: WordpieceBatch; align: PieceAlignment } {
  const { rows, width } = batch;
  if (width < maxLength) return { batch, align };
  const kept = Math.min(width, maxLength);
  const columns = Array.from({ length: rows }, (_, row) =>
    Int32Array.from({ length: kept }, (_, column) => row * width + column),
  );
  const lengths = new Int32Array(align.lengths.length);
  const data = new Int32Array(align.data.length);
  let size = 0;
  for (let token = 0, from = 0; token < lengths.length; token++) {
    const end = from + align.lengths[token];
    for (; from < end; from++) {
      const column = align.data[from] % width;
      if (column >= kept) continue;
      data[size++] = Math.floor(align.data[from] / width) * kept + column;
      lengths[token]++;
    }
  }
  return {
    batch: batch.gather(columns, { lengths: columns.map(() => kept) }),
    align: { lengths, data: data.slice(0, size) },
  };
}
