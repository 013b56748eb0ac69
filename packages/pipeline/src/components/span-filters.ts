import { filterSpans, type Span } from "@x/core";
import { defineValue, type Registered } from "@x/core/spi";
import type { SpansFilter } from "./rule-patterns";

/* @__NO_SIDE_EFFECTS__ */
const spansFilter = (name: string, summary: string, filter: SpansFilter): SpansFilter & Registered =>
  defineValue("misc", name, { summary }, filter);

const longestFirst = (spans: Iterable<Span>) =>
  [...spans].sort((a, b) => b.length - a.length || a.start - b.start);

/** The longest non-overlapping spans, the first of equally long ones. */
export const firstLongestSpansFilter = spansFilter(
  "spacy.first_longest_spans_filter.v1",
  "The longest non-overlapping spans.",
  (existing, found) => filterSpans([...existing, ...found]),
);

/** New spans replace entities that they overlap with. */
export const prioritizeNewEntsFilter = spansFilter(
  "spacy.prioritize_new_ents_filter.v1",
  "Replaces existing entities that overlap with matches.",
  (existing, found) => {
    const chosen = withoutOverlap(found, new Set());
    const kept = [...existing].filter(
      (ent) => !chosen.some((span) => ent.start < span.end && ent.end > span.start),
    );
    return [...kept, ...chosen];
  },
);

/** New spans are added only where there are no entities. */
export const prioritizeExistingEntsFilter = spansFilter(
  "spacy.prioritize_existing_ents_filter.v1",
  "Drops matches that overlap with existing entities.",
  (existing, found) => {
    const ents = [...existing];
    const taken = new Set<number>();
    for (const { start, end } of ents) for (let i = start; i < end; i++) taken.add(i);
    return [...ents, ...withoutOverlap(found, taken)];
  },
);

function withoutOverlap(spans: Iterable<Span>, taken: Set<number>): Span[] {
  return longestFirst(spans).filter(({ start, end }) => {
    for (let i = start; i < end; i++) if (taken.has(i)) return false;
    for (let i = start; i < end; i++) taken.add(i);
    return true;
  });
}
