import type { Doc, Span } from "@x/core";
import { define, positive } from "@x/core/spi";
import { errors } from "../errors";
import type { SpanGetter } from "./span-getter";

/**
 * Windows of a fixed number of tokens. With a stride below the window they overlap, so that every token has
 * neighbours on both sides in one of them.
 *
 * @throws TR122 if one of them is not an integer of at least 1
 */
export const stridedSpans = define(
  "span_getters",
  "spacy-transformers.strided_spans.v1",
  {
    summary: "Overlapping windows of a fixed number of tokens.",
    settings: {
      /** Tokens of a span, usually 128. */
      window: positive(),
      /** Tokens from the start of one span to that of the next, usually 96. */
      stride: positive(),
    },
  },
  ({ window, stride }): SpanGetter => {
    if (!(Number.isInteger(window) && Number.isInteger(stride) && window >= 1 && stride >= 1))
      throw errors.wrongWindow(window, stride);
    return (docs) => docs.map((doc) => windows(doc, window, stride));
  },
);

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
