import { errors } from "../errors";

/** The final score: what the evaluation gave, weighted; scores that were not measured do not count. */
export function weightedScore(
  scores: Readonly<Record<string, unknown>>,
  weights: Readonly<Record<string, number | null>>,
): number {
  let sum = 0;
  for (const [key, weight] of Object.entries(weights)) {
    const score = scoreAt(scores, key);
    if (weight === null || score === null || score === undefined) continue;
    if (typeof score !== "number") throw errors.nonNumericScore(key, typeof score);
    sum += score * weight;
  }
  return sum;
}

/**
 * A score by its name; dots lead into scores by label: `ents_per_type.PER.f`. Labels may hold dots themselves.
 */
export function scoreAt(scores: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  if (scores === undefined || Object.hasOwn(scores, key)) return scores?.[key];
  for (let dot = key.indexOf("."); dot > 0; dot = key.indexOf(".", dot + 1)) {
    const inner = scores[key.slice(0, dot)];
    if (typeof inner !== "object" || inner === null) continue;
    const found = scoreAt(inner as Record<string, unknown>, key.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
