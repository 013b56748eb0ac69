const mean = (sample: readonly number[]) => sample.reduce((sum, x) => sum + x, 0) / sample.length;

/** The mean and its 95 % interval, by drawing the sample again and again (bootstrap). */
export function confidenceOfMean(
  sample: readonly number[],
  random: () => number,
  rounds = 10_000,
): { readonly mean: number; readonly low: number; readonly high: number } {
  const means = Float64Array.from({ length: rounds }, () => {
    let sum = 0;
    for (let i = 0; i < sample.length; i++) sum += sample[Math.floor(random() * sample.length)];
    return sum / sample.length;
  }).sort();
  return {
    mean: mean(sample),
    low: means[Math.floor(rounds * 0.025)],
    high: means[Math.floor(rounds * 0.975)],
  };
}

/** Which share lies more than 1.5 (mild) and 3 (extreme) interquartile ranges outside of the quartiles. */
export function shareOfOutliers(sample: readonly number[]): {
  readonly mild: number;
  readonly extreme: number;
} {
  const sorted = Float64Array.from(sample).sort();
  const [first, third] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const beyond = (factor: number) => {
    const margin = factor * (third - first);
    return sample.filter((x) => x < first - margin || x > third + margin).length / sample.length;
  };
  return { mild: beyond(1.5), extreme: beyond(3) };
}

/** The value below which a share of the sorted numbers lies, between neighbours in proportion. */
function quantile(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}
