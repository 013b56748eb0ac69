import type { SpanGetter } from "./span-getter";

/**
 * Each sentence as a span; the Docs need sentence boundaries.
 *
 * Follows `spacy-transformers.sent_spans.v1`.
 */
export function sentSpans(): SpanGetter {
  return (docs) => docs.map((doc) => (doc.length === 0 ? [] : doc.sents));
}
