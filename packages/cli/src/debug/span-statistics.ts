import type { Example, Span } from "@x/core";
import { Counter } from "./counter";

/** What the spans of one group are like, by their labels. */
export interface SpanStatistics {
  readonly counts: Counter;
  /** Number of tokens of every span. */
  readonly lengths: readonly number[];
  readonly rows: readonly SpanRow[];
  readonly average: Omit<SpanRow, "label" | "count">;
  /** Shares of the tokens in spans, and beside them, by label. */
  readonly inside: readonly Counter[];
  readonly beside: readonly Counter[];
}

export interface SpanRow {
  readonly label: string;
  /** Geometric mean of the lengths. */
  readonly length: number;
  /** How far the words in the spans are from those of the corpus (Kullback-Leibler), Papay et al. 2020. */
  readonly distinctiveness: number;
  /** The same of the words beside the spans. */
  readonly boundaries: number;
  readonly count: number;
}

/** The statistics of `doc.spans[key]` over a corpus; undefined where there are no such spans. */
export function spanStatistics(examples: readonly Example[], key: string): SpanStatistics | undefined {
  const spans = new Map<string, Span[]>();
  const neighbours = new Map<string, Span[]>();
  for (const { reference } of examples)
    for (const span of reference.spans.get(key) ?? []) {
      Counter.of(spans, span.label, () => []).push(span);
      const beside = Counter.of(neighbours, span.label, () => []);
      if (span.start > 0) beside.push(reference.span(span.start - 1, span.start));
      if (span.end < reference.length) beside.push(reference.span(span.end, span.end + 1));
    }
  if (spans.size === 0) return undefined;
  const corpus = shares(examples.map(({ reference }) => reference.span(0, reference.length)));
  const labels = [...spans.keys()];
  const inside = labels.map((label) => shares(spans.get(label)!));
  const beside = labels.map((label) => shares(neighbours.get(label)!));
  const rows = labels.map((label, i) => {
    const lengths = spans.get(label)!.map(({ length }) => length);
    return {
      label,
      length: geometricMean(lengths),
      distinctiveness: divergence(inside[i], corpus),
      boundaries: divergence(beside[i], corpus),
      count: lengths.length,
    };
  });
  const counts = new Counter(rows.map(({ label, count }) => [label, count]));
  const mean = (read: (row: SpanRow) => number) =>
    rows.reduce((sum, row) => sum + read(row) * row.count, 0) / counts.total;
  return {
    counts,
    lengths: labels.flatMap((label) => spans.get(label)!.map(({ length }) => length)),
    rows,
    average: {
      length: mean((row) => row.length),
      distinctiveness: mean((row) => row.distinctiveness),
      boundaries: mean((row) => row.boundaries),
    },
    inside,
    beside,
  };
}

/** The share of every word, in lower case. */
function shares(spans: readonly Span[]): Counter {
  const counts = new Counter();
  for (const span of spans)
    for (const token of span)
      counts.add(token.text.toLowerCase().replaceAll("``", '"').replaceAll("''", '"'));
  const { total } = counts;
  return new Counter([...counts].map(([word, count]) => [word, count / total]));
}

function divergence(p: Counter, q: Counter): number {
  return [...p].reduce((sum, [word, share]) => sum + share * Math.log(share / q.get(word)!), 0);
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** The lengths of spans with their percentages, the most frequent first. */
export function lengthShares(lengths: readonly number[]): [length: number, percent: number][] {
  const counts = new Counter();
  for (const length of lengths) counts.add(String(length));
  return counts
    .mostCommon()
    .map(([length, count]) => [Number(length), Number(((100 * count) / lengths.length).toFixed(2))]);
}
