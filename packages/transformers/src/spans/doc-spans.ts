import { define } from "@x/core/spi";
import type { SpanGetter } from "./span-getter";

/**
 * Each Doc as one span, for short texts. An empty Doc has none.
 *
 * In spaCy an empty Doc is an empty span, on which the batch then fails.
 */
export const docSpans = define(
  "span_getters",
  "spacy-transformers.doc_spans.v1",
  { summary: "Each document as one span.", settings: {} },
  (): SpanGetter => (docs) => docs.map((doc) => (doc.length === 0 ? [] : [doc.span(0)])),
);
