import { filterSpans, type Span } from "@x/core";
import type { SpansFilter } from "./rule-patterns";

const longestFirst = (spans: Iterable<Span>) =>
  [...spans].sort((a, b) => b.length - a.length || a.start - b.start);

/** The longest of all that do not overlap, the first of equally long ones (`spacy.first_longest_spans_filter.v1`). */
export const firstLongestSpansFilter: SpansFilter = (existing, found) => filterSpans([...existing, ...found]);

/** New spans replace entities that they overlap with (`spacy.prioritize_new_ents_filter.v1`). */
export const prioritizeNewEntsFilter: SpansFilter = (existing, found) => {
  const chosen = withoutOverlap(found, new Set());
  const kept = [...existing].filter(
    (ent) => !chosen.some((span) => ent.start < span.end && ent.end > span.start),
  );
  return [...kept, ...chosen];
};

/** New spans come in only where there are no entities (`spacy.prioritize_existing_ents_filter.v1`). */
export const prioritizeExistingEntsFilter: SpansFilter = (existing, found) => {
  const ents = [...existing];
  const taken = new Set<number>();
  for (const { start, end } of ents) for (let i = start; i < end; i++) taken.add(i);
  return [...ents, ...withoutOverlap(found, taken)];
};

function withoutOverlap(spans: Iterable<Span>, taken: Set<number>): Span[] {
  return longestFirst(spans).filter(({ start, end }) => {
    for (let i = start; i < end; i++) if (taken.has(i)) return false;
    for (let i = start; i < end; i++) taken.add(i);
    return true;
  });
}
