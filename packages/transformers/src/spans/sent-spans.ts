import { define } from "@x/core/spi";
import type { SpanGetter } from "./span-getter";

/** Each sentence as a span; the Docs need sentence boundaries. */
export const sentSpans = define(
  "span_getters",
  "spacy-transformers.sent_spans.v1",
  { summary: "Each sentence as a span.", settings: {} },
  (): SpanGetter => (docs) => docs.map((doc) => (doc.length === 0 ? [] : doc.sents)),
);
