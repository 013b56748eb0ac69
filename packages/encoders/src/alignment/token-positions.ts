import type { Doc, Span } from "@x/core";

/** Where the tokens of each Doc begin when the Docs of all spans, in order of their first span, are put in a row. */
export interface TokenPositions {
  readonly total: number;
  /** @returns the position of the Doc's first token */
  first(doc: Doc): number;
}

/** Every token of every Doc that has a span gets one position, once, however many spans hold it. */
export function tokenPositions(spans: readonly Span[]): TokenPositions {
  const firsts = new Map<Doc, number>();
  let total = 0;
  for (const { doc } of spans) {
    if (firsts.has(doc)) continue;
    firsts.set(doc, total);
    total += doc.length;
  }
  return { total, first: (doc) => firsts.get(doc)! };
}
