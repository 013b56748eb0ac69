import type { SpanGetter } from "./span-getter";

/**
 * Each Doc as one span, for short texts. An empty Doc has none.
 *
 * Follows `spacy-transformers.doc_spans.v1`, where an empty Doc is an empty span, on which the batch then fails.
 */
export function docSpans(): SpanGetter {
  return (docs) => docs.map((doc) => (doc.length === 0 ? [] : [doc.span(0)]));
}
