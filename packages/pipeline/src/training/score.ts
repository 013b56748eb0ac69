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

/**
 * Joins the score weights of components and scales them to a sum of 1, rounded to two decimals.
 *
 * @param overrides weights that the config sets; they replace the components'. `null` takes a score out of the sum and the table.
 */
export function combineScoreWeights(
  weights: readonly Readonly<Record<string, number | null>>[],
  overrides: Readonly<Record<string, number | null>> = {},
): Record<string, number | null> {
  const result: Record<string, number | null> = Object.assign({}, ...weights, overrides);
  const sum = Object.values(result).reduce<number>((total, weight) => total + (weight ?? 0), 0);
  for (const [key, weight] of Object.entries(result))
    if (weight !== null && weight !== 0 && sum > 0) result[key] = roundHalfEven((weight / sum) * 100) / 100;
  return result;
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
