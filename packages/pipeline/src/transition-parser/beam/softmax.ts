/** Probabilities of scores. */
export function softmax(scores: readonly number[]): number[] {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
