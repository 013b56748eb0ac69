import type { Doc, Span } from "@x/core";
import { define, size } from "@x/core/spi";

/** A span getter for transformers: cuts each document into pieces of nearly the same size, as few as `maxLength` allows. */
export const evenSpans = define(
  "span_getters",
  "plugin-embeddings.even_spans.v1",
  {
    summary: "Pieces of nearly the same size.",
    settings: {
      /** The most tokens of a piece. */
      maxLength: size("span", 128),
    },
  },
  ({ maxLength }) =>
    (docs: Doc[]): Span[][] =>
      docs.map((doc) => {
        const count = Math.ceil(doc.length / maxLength);
        const border = (i: number) => Math.round((i * doc.length) / count);
        return Array.from({ length: count }, (_, i) => doc.span(border(i), border(i + 1)));
      }),
);
