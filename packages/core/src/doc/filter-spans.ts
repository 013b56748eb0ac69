import type { Span } from "./span";

/** The longest spans that do not overlap, the first of equally long ones, in the order of the text (spaCy: `filter_spans`). */
export function filterSpans(spans: Iterable<Span>): Span[] {
  const longestFirst = [...spans].sort((a, b) => b.length - a.length || a.start - b.start);
  const taken = new Set<number>();
  const kept = longestFirst.filter((span) => {
    if (taken.has(span.start) || taken.has(span.end - 1)) return false;
    for (let i = span.start; i < span.end; i++) taken.add(i);
    return true;
  });
  return kept.sort((a, b) => a.start - b.start);
}
