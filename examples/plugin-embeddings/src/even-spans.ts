import type { Doc, Span } from "@x/core";

/**
 * A span getter for transformers: cuts each document into pieces of nearly the same size, as few as `maxLength` allows.
 *
 * @param maxLength the most tokens of a piece
 */
export function evenSpans(maxLength: number): (docs: Doc[]) => Span[][] {
  return (docs) =>
    docs.map((doc) => {
      const count = Math.ceil(doc.length / maxLength);
      const border = (i: number) => Math.round((i * doc.length) / count);
      return Array.from({ length: count }, (_, i) => doc.span(border(i), border(i + 1)));
    });
}
