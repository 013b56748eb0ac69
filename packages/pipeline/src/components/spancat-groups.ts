import { SpanGroup, type Doc } from "@x/core";

/** The suggested spans of one doc and their scores, row by row. */
export interface ScoredSpans {
  /** Start and end of each span. */
  readonly bounds: Int32Array;
  /** `[spans, size]` */
  readonly scores: Float32Array;
  readonly size: number;
  readonly labels: readonly string[];
  /** The column that says "no span", or -1. */
  readonly negative: number;
}

export interface GroupOptions {
  readonly name: string;
  readonly threshold: number | null;
}

/** Every label of every span whose score reaches the threshold; at most `maxPositive` labels a span. */
export function groupOfAll(
  doc: Doc,
  { bounds, scores, size, labels, negative }: ScoredSpans,
  { name, threshold, maxPositive }: GroupOptions & { readonly maxPositive: number | null },
): SpanGroup {
  const group = new SpanGroup(doc, { name });
  const kept: number[] = [];
  for (let row = 0; row < bounds.length / 2; row++) {
    const values = scores.subarray(row * size, (row + 1) * size);
    const allowed = maxPositive === null ? undefined : best(values, negative, maxPositive);
    values.forEach((score, label) => {
      if (label === negative || score < (threshold ?? 0) || allowed?.has(label) === false) return;
      group.append(doc.span(bounds[2 * row], bounds[2 * row + 1], { label: labels[label] }));
      kept.push(score);
    });
  }
  group.attrs.scores = kept;
  return group;
}

function best(values: Float32Array, negative: number, count: number): Set<number> {
  const order = [...values.keys()].filter((label) => label !== negative);
  return new Set(order.sort((a, b) => values[b] - values[a]).slice(0, count));
}

/** The best label of each span, if it is not the negative one; without overlap, spans with higher scores come first. */
export function groupOfBest(
  doc: Doc,
  { bounds, scores, size, labels, negative }: ScoredSpans,
  { name, threshold, allowOverlap }: GroupOptions & { readonly allowOverlap: boolean },
): SpanGroup {
  const group = new SpanGroup(doc, { name });
  let found = Array.from({ length: bounds.length / 2 }, (_, row) => {
    const values = scores.subarray(row * size, (row + 1) * size);
    let label = 0;
    for (let i = 1; i < size; i++) if (values[i] > values[label]) label = i;
    return { start: bounds[2 * row], end: bounds[2 * row + 1], label, score: values[label] };
  });
  found = found.filter(
    ({ label, score }) => label !== negative && (threshold === null || score >= threshold),
  );
  if (!allowOverlap) found.sort((a, b) => b.score - a.score);
  const taken = new Uint8Array(doc.length);
  const kept: number[] = [];
  for (const { start, end, label, score } of found) {
    if (!allowOverlap && taken.subarray(start, end).includes(1)) continue;
    taken.fill(1, start, end);
    group.append(doc.span(start, end, { label: labels[label] }));
    kept.push(score);
  }
  group.attrs.scores = kept;
  return group;
}
