import type { Example } from "@x/core";
import type { Optimizer } from "@x/nn";
import type { Losses } from "@x/pipeline";
import { nextTurn, type Pipeline, type CalledWithPipeline } from "@x/pipeline/spi";
import type { TrainingInfo } from "../loggers/logger";
import type { TrainBatch } from "./batches";
import type { TrainingPosition } from "./checkpoint";
import { subdivide } from "./subdivide";

export interface Evaluation {
  readonly score: number;
  readonly otherScores: Readonly<Record<string, unknown>>;
}

export interface ImproveOptions {
  readonly optimizer: Optimizer;
  readonly batches: Iterable<TrainBatch>;
  /** Undefined where `signal` has cut it off. */
  readonly evaluate: () => Promise<Evaluation | undefined>;
  /** Dropout rate of each step. */
  readonly dropout: () => number;
  /** Into how many parts a batch is cut to save memory. */
  readonly accumulateGradient: number;
  /** Steps without improvement after which to stop; 0: never. */
  readonly patience: number;
  /** Last step; 0: no limit. */
  readonly maxSteps: number;
  /** Steps between evaluations; the first one is at step 0. */
  readonly evalFrequency: number;
  readonly frozen: readonly string[];
  readonly annotating: readonly string[];
  readonly beforeUpdate?: CalledWithPipeline<[state: { step: number; epoch: number }], unknown>;
  /** Seconds since any fixed point. */
  readonly clock: () => number;
  /** Stops after the step that is running, in an evaluation at once. */
  readonly signal?: AbortSignal;
  /** Go on after this step: its state is in the pipeline already; batches and schedules are replayed up to it. */
  readonly resume?: TrainingPosition;
}

export interface Step {
  readonly batch: readonly Example[];
  readonly info: TrainingInfo;
  /** Whether this step's evaluation is the best so far; undefined where the step was not evaluated. */
  readonly isBest: boolean | undefined;
  /** Whether its evaluation was cut off, and is made up for when the training continues. */
  readonly isCut: boolean;
}

/**
 * Trains until the score stops improving, and gives every step.
 *
 * Steps count from 0, and the step that equals `maxSteps` is still done, as in spaCy.
 */
export async function* trainWhileImproving(nlp: Pipeline, options: ImproveOptions): AsyncGenerator<Step> {
  const { optimizer, patience, maxSteps, evalFrequency, frozen, annotating, clock } = options;
  const { resume } = options;
  const checkpoints = [...(resume?.checkpoints ?? [])];
  const start = clock() - (resume?.seconds ?? 0);
  let losses: Losses = { ...resume?.losses };
  let words = resume?.words ?? 0;
  let best = bestOf(checkpoints);
  const isOver = (step: number) =>
    (patience > 0 && best !== undefined && step - best.step >= patience) ||
    (maxSteps > 0 && step >= maxSteps);
  const done = resume === undefined ? 0 : resume.step + 1;
  if (resume !== undefined && !resume.isCut && isOver(resume.step)) return;
  let step = 0;
  for (const { epoch, batch } of options.batches) {
    const isDone = step < done;
    if (!isDone) await options.beforeUpdate?.(nlp, { step, epoch });
    const drop = options.dropout();
    if (!isDone) {
      for (const part of subdivide(batch, options.accumulateGradient))
        await nlp.update(part, { drop, losses, optimizer: false, exclude: frozen, annotates: annotating });
      await nlp.finishUpdate(optimizer, { exclude: frozen });
      words += batch.reduce((sum, example) => sum + example.predicted.length, 0);
    }
    const { learnRate } = optimizer;
    optimizer.stepSchedules();
    if (isDone && !(resume!.isCut && step === resume!.step)) {
      const evaluated = checkpoints.find(([, at]) => at === step);
      if (evaluated !== undefined) optimizer.observe(evaluated[0]);
      step += 1;
      continue;
    }
    const isDue = step % evalFrequency === 0;
    let evaluation: Evaluation | undefined;
    let isBest: boolean | undefined;
    if (isDue) evaluation = await nlp.useParams(optimizer.averages, options.evaluate);
    if (evaluation !== undefined) {
      checkpoints.push([evaluation.score, step]);
      optimizer.observe(evaluation.score);
      isBest = best === undefined || evaluation.score >= best.score;
      if (best === undefined || evaluation.score > best.score) best = { score: evaluation.score, step };
    }
    const seconds = Math.floor(clock() - start);
    const info = { epoch, step, losses, checkpoints, seconds, words, learnRate };
    yield {
      batch,
      info: { ...info, score: evaluation?.score, otherScores: evaluation?.otherScores },
      isBest,
      isCut: isDue && evaluation === undefined,
    };
    if (isBest !== undefined) losses = {};
    if (isOver(step)) return;
    // Who would abort the signal needs a turn to do so.
    if (options.signal !== undefined) await nextTurn();
    if (options.signal?.aborted) return;
    step += 1;
  }
}

/** The first evaluation with the highest score. */
export function bestOf(
  checkpoints: TrainingInfo["checkpoints"],
): { readonly score: number; readonly step: number } | undefined {
  let best: { score: number; step: number } | undefined;
  for (const [score, step] of checkpoints)
    if (best === undefined || score > best.score) best = { score, step };
  return best;
}
