import type { Span } from "@x/core";
import { getAlignmentViaOffsetMapping } from "./offset-alignment";
import type { PieceAlignment } from "./piece-alignment";
import { getAlignment } from "./string-alignment";
import type { WordpieceBatch } from "./wordpiece-batch";

/**
 * Aligns tokens with wordpieces in the way that the tokenizer allows: by offsets, else by strings.
 *
 * @param spans one for each row of the batch
 * @throws TR110 other numbers of spans and rows
 */
export function alignPieces(
  spans: readonly Span[],
  batch: WordpieceBatch,
  { specialTokens }: { readonly specialTokens: readonly string[] },
): PieceAlignment {
  return batch.offsetMapping === undefined
    ? getAlignment(spans, batch, specialTokens)
    : getAlignmentViaOffsetMapping(spans, batch);
}
