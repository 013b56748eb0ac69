import type { Doc, Span } from "@x/core";
import { error } from "../errors";
import type { SpanGetter } from "./span-getter";

/**
 * Windows of a fixed number of tokens. With a stride below the window they overlap, so that every token has
 * neighbours on both sides in one of them.
 *
 * @param options.window tokens of a span (typical: 128)
 * @param options.stride tokens from the start of one span to that of the next (typical: 96)
 * @throws TR122 if one of them is no integer of at least 1
 *
 * Follows `spacy-transformers.strided_spans.v1`.
 */
export function stridedSpans({ window, stride }: { window: number; stride: number }): SpanGetter {
  if (!(Number.isInteger(window) && Number.isInteger(stride) && window >= 1 && stride >= 1))
    throw error("TR122", window, stride);
  return (docs) => docs.map((doc) => windows(doc, window, stride));
}

function windows(doc: Doc, window: number, stride: number): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (let whole = Math.floor(doc.length / stride); whole > 0; whole--) {
    spans.push(doc.span(start, Math.min(start + window, doc.length)));
    if (start + window >= doc.length) return spans;
    start += stride;
  }
  if (start < doc.length) spans.push(doc.span(start));
  return spans;
}
