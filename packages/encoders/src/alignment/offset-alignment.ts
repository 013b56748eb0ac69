import type { Doc, Span } from "@x/core";
import { errors } from "../errors";
import { AlignmentBuilder, type PieceAlignment } from "./piece-alignment";
import { tokenPositions } from "./token-positions";
import type { WordpieceBatch } from "./wordpiece-batch";

/**
 * Aligns tokens with wordpieces by character offsets, exactly. A character after a token belongs to that token
 * unless another one begins there; special pieces have no characters and align with nothing.
 *
 * @param spans one for each row of the batch; they may overlap
 * @throws TR110 other numbers of spans and rows, TR111 a batch without offsets
 *
 * Follows `spacy_transformers.align.get_alignment_via_offset_mapping`.
 */
export function getAlignmentViaOffsetMapping(spans: readonly Span[], batch: WordpieceBatch): PieceAlignment {
  const { rows, width, offsetMapping } = batch;
  if (spans.length !== rows) throw errors.rowsDoNotMatchSpans(rows, spans.length);
  if (offsetMapping === undefined) throw errors.noOffsets();
  const positions = tokenPositions(spans);
  const builder = new AlignmentBuilder(positions.total);
  const cache = new Map<Doc, Int32Array>();
  spans.forEach(({ doc, start, end }, row) => {
    if (start === end) return;
    let starts = cache.get(doc);
    if (starts === undefined) cache.set(doc, (starts = codePointStarts(doc)));
    const position = positions.first(doc);
    const base = starts[start];
    let token = start;
    for (let piece = row * width; piece < (row + 1) * width; piece++) {
      const from = offsetMapping[2 * piece] + base;
      const to = offsetMapping[2 * piece + 1] + base;
      if (to <= from) continue;
      // Pieces nearly always go forward; normalisation may reorder a few.
      while (token > start && starts[token] > from) token--;
      while (token + 1 < end && starts[token + 1] <= from) token++;
      builder.add(position + token, piece);
      while (token + 1 < end && starts[token + 1] < to) builder.add(position + ++token, piece);
    }
  });
  return builder.build();
}

/** The code point at which each token begins; offsets of wordpieces count code points, those of a Doc UTF-16 units. */
function codePointStarts(doc: Doc): Int32Array {
  const { offsets, text } = doc;
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return offsets;
  const starts = new Int32Array(offsets.length);
  let points = 0;
  let unit = 0;
  for (let i = 0; i < starts.length; i++) {
    for (; unit < offsets[i]; unit++) {
      const pair = isHigh(text.charCodeAt(unit)) && isLow(text.charCodeAt(unit + 1));
      if (pair) unit++;
      points++;
    }
    starts[i] = points;
  }
  return starts;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;
