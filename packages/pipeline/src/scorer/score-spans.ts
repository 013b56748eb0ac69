import type { Doc, Example, Span } from "@x/core";
import { addTo, PRFScore, PRFScores } from "./prf-score";

/** Options of `scoreSpans`. */
export interface ScoreSpansOptions {
  /** Reads the spans of a doc; default: the doc's property of that name. */
  readonly getter?: (doc: Doc, attr: string) => Iterable<Span>;
  /** Whether a doc is annotated; references that are not are skipped. Default: all docs are. */
  readonly hasAnnotation?: (doc: Doc) => boolean;
  /** Whether labels must agree; default true. */
  readonly labeled?: boolean;
  /** Whether predicted spans may overlap; else tokens of an earlier span are taken from later ones. Default false. */
  readonly allowOverlap?: boolean;
}

const property = (doc: Doc, attr: string) => (doc as unknown as Record<string, Iterable<Span>>)[attr];

/**
 * Scores labelled spans: `{attr}_p/r/f` and, if labelled, `{attr}_per_type`; null where there is nothing to score.
 * Follows `Scorer.score_spans`.
 */
export function scoreSpans(
  examples: Iterable<Example>,
  attr: string,
  {
    getter = property,
    hasAnnotation = () => true,
    labeled = true,
    allowOverlap = false,
  }: ScoreSpansOptions = {},
): Record<string, unknown> {
  const score = new PRFScore();
  const perType = new PRFScores();
  const key = (span: Span) =>
    labeled ? `${span.start} ${span.end} ${span.label}` : `${span.start} ${span.end}`;
  for (const example of examples) {
    if (!hasAnnotation(example.reference)) continue;
    const gold = [...getter(example.reference, attr)];
    const unaligned = hasAnnotation(example.predicted) ? [...getter(example.predicted, attr)] : [];
    const predicted = example.getAlignedSpansX2Y(unaligned, { allowOverlap });
    const [goldByType, predictedByType] = [byType(gold, key), byType(predicted, key)];
    for (const span of [...gold, ...unaligned]) perType.of(span.label);
    perType.scoreSets(predictedByType, goldByType);
    score.scoreSet(new Set(predicted.map(key)), new Set(gold.map(key)));
  }
  const scored = score.length > 0;
  return {
    [`${attr}_p`]: scored ? score.precision : null,
    [`${attr}_r`]: scored ? score.recall : null,
    [`${attr}_f`]: scored ? score.fscore : null,
    ...(labeled ? { [`${attr}_per_type`]: scored ? perType.toJson() : null } : {}),
  };
}

function byType(spans: readonly Span[], key: (span: Span) => string): Map<string, Set<string>> {
  const sets = new Map<string, Set<string>>();
  for (const span of spans) addTo(sets, span.label, key(span));
  return sets;
}
