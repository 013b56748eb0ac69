const { fround } = Math;

/** Where sums of exponentials begin, so that nothing is divided by zero. */
const tiny = 1e-10;

/**
 * Writes the gradient of the scores of one state: the probabilities over all classes, valid or not, minus those over the
 * cheapest valid ones; 0 everywhere if no class is gold. Follows spaCy's `cpu_log_loss`.
 *
 * @param gradient where it is written, from `at` on; `scores` are read from the same place
 * @param options `costs` of the classes, {@link invalidCost} for those that are not valid; `room` for two numbers a class
 * @returns the sum of squares of the gradient: the state's share of the reported loss
 */
export function logLoss(
  gradient: Float32Array,
  scores: Float32Array,
  at: number,
  { costs, room }: { readonly costs: Float32Array; readonly room: Float64Array },
): number {
  const size = costs.length;
  let lowest = 1;
  for (let i = 0; i < size; i++) if (costs[i] < lowest) lowest = costs[i];
  let max = -Infinity;
  let goldMax = -Infinity;
  let hasGold = false;
  for (let i = 0; i < size; i++) {
    const score = scores[at + i];
    if (score > max) max = score;
    if (costs[i] > lowest) continue;
    hasGold = true;
    if (score > goldMax) goldMax = score;
  }
  if (!hasGold) return 0;
  let sum = tiny;
  let goldSum = tiny;
  for (let i = 0; i < size; i++) {
    const score = scores[at + i];
    sum += room[i] = Math.exp(score - max);
    if (costs[i] <= lowest) goldSum += room[size + i] = Math.exp(score - goldMax);
  }
  let squares = 0;
  for (let i = 0; i < size; i++) {
    const all = room[i] / sum;
    const d = fround(costs[i] <= lowest ? all - room[size + i] / goldSum : all);
    gradient[at + i] = d;
    squares += d * d;
  }
  return squares;
}
