import { error } from "../errors";

/** The final score: what the evaluation gave, weighted; scores that were not measured do not count. */
export function weightedScore(
  scores: Readonly<Record<string, unknown>>,
  weights: Readonly<Record<string, number | null>>,
): number {
  let sum = 0;
  for (const [key, weight] of Object.entries(weights)) {
    const score = scores[key];
    if (weight === null || score === null || score === undefined) continue;
    if (typeof score !== "number") throw error("P205", key, typeof score);
    sum += score * weight;
  }
  return sum;
}
