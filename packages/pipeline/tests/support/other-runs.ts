/** A recorded training of spaCy: the recording itself, or one that rounding led to the other side of a tie. */
export interface RecordedRun<Prediction> {
  readonly losses: readonly number[];
  readonly final: readonly Prediction[];
  readonly scores: Readonly<Record<string, unknown>>;
  /** Where the final weights are; a run may have been recorded without. */
  readonly weights: string;
}

/**
 * The run of spaCy on the side of the tie that a training took here: which one depends on how the processor rounds (decision 0004).
 * It is found by the losses, and then all that it recorded counts.
 */
export function runOnThisSide<Prediction>(
  losses: readonly number[],
  runs: readonly RecordedRun<Prediction>[],
): RecordedRun<Prediction> {
  const distance = (run: RecordedRun<Prediction>) =>
    Math.max(...run.losses.map((loss, i) => Math.abs(losses[i] - loss) / (Math.abs(loss) + 1e-6)));
  return runs.reduce((nearest, run) => (distance(run) < distance(nearest) ? run : nearest));
}
