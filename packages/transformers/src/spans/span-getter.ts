import type { Doc, Span } from "@x/core";
import { errors } from "../errors";

/**
 * Chooses the parts of each Doc that the network reads, one list of spans for each Doc. Spans may overlap (their
 * tokens then get the wordpieces of all of them) and may leave tokens out.
 */
export type SpanGetter = (docs: Doc[]) => Span[][];

/**
 * The spans of a getter, checked.
 *
 * @throws TR120 not one list for each Doc, TR121 spans of another Doc
 */
export function getSpans(getter: SpanGetter, docs: Doc[]): Span[][] {
  const spans: unknown = getter(docs);
  if (!Array.isArray(spans)) throw errors.wrongSpanLists(describe(spans));
  if (spans.length !== docs.length)
    throw errors.wrongSpanLists(`${spans.length} lists for ${docs.length} Docs`);
  spans.forEach((list: unknown, i) => {
    if (!Array.isArray(list)) throw errors.wrongSpanLists(`${describe(list)} for Doc ${i}`);
    for (const span of list as (Span | undefined)[]) {
      if (span?.doc === undefined || typeof span.start !== "number")
        throw errors.wrongSpanLists(`a list with ${describe(span)} in it for Doc ${i}`);
      if (span.doc !== docs[i]) throw errors.foreignSpan(i);
    }
  });
  return spans as Span[][];
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "object" ? `a ${value.constructor?.name ?? "object"}` : `a ${typeof value}`;
}
