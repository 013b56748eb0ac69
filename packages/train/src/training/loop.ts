import type { Example } from "@x/core";
import { corpusRandom, restartCorpusRandom } from "../augmenters/corpus-random";
import { TrainablePipe } from "@x/pipeline";
import {
  checkListeners,
  type Pipeline,
  type CalledWithPipeline,
  type HasComponents,
  type HasVocab,
} from "@x/pipeline/spi";
import { errors } from "../errors";
import type { LogFile, TextStream, TrainingInfo } from "../loggers/logger";
import { trainBatches } from "./batches";
import { packTraining, restoreTraining, unpackTraining, type TrainingPosition } from "./checkpoint";
import { Corpora } from "./corpora";
import { Draws } from "./draws";
import { bestOf, trainWhileImproving, type Evaluation } from "./improve";
import { takeCorpus } from "./loaded-corpus";
import { checkMeasured, checkScoreKeys } from "./check-scores";
import { weightedScore } from "./score";
import { checkSpanGroups } from "./span-groups";
import { resolveCorpora, trainingSettings, type TrainingSettings } from "./training-settings";
import { warnings } from "../warnings";

/** Which of the saved pipelines: the one with the best score, or the one after the last step. */
export type Checkpoint = "best" | "last";

/** Options of `train`. */
export interface TrainOptions<P extends Pipeline = Pipeline> {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Seconds since any fixed point. */
  readonly clock: () => number;
  /** Saves the pipeline as it is during the call (with averages); returns the path for the log. */
  readonly save?: CalledWithPipeline<[checkpoints: readonly Checkpoint[]], Promise<string>, P>;
  /** Opens the file of a logger's `output_file`. */
  readonly createFile?: (path: string) => LogFile | undefined;
  /** Environment variables, for loggers that write to a server. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970, for loggers that write to a server. */
  readonly date?: () => number;
  /** Called after every step, for a progress display. */
  readonly onStep?: (info: TrainingInfo) => void;
  /** Ends training after the current step, or an evaluation at once; the last pipeline is saved as usual. */
  readonly signal?: AbortSignal;
  /** Saves the state needed to resume; called after every evaluation and at the end, when the pipelines are saved. */
  readonly saveState?: (state: Uint8Array) => Promise<void>;
  /** Resumes from a state passed to `saveState`; the pipeline must be initialized with the same config and corpora (else P231). */
  readonly resume?: Uint8Array;
}

/** The result of training: steps, scores, and why it stopped. */
export interface TrainResult<P extends Pipeline = Pipeline> {
  readonly nlp: P;
  /** The last evaluated step. */
  readonly last: TrainingInfo | undefined;
  /** The best score and its step. */
  readonly best: { readonly score: number; readonly step: number } | undefined;
  readonly aborted: boolean;
}

/**
 * Trains an initialized pipeline as its `[training]` section says (`spacy train`).
 *
 * Invalid setups are rejected before the first step: unknown names, listeners without an upstream,
 * an empty corpus, a component without any annotation to learn from. The last state is saved even after an error, including a logger's.
 */
export async function train<P extends Pipeline>(nlp: P, options: TrainOptions<P>): Promise<TrainResult<P>> {
  const { stdout, clock, save } = options;
  const settings = trainingSettings(nlp);
  const { optimizer, frozen_components: frozen, annotating_components: annotating } = settings;
  const trained = trainedComponents(nlp, frozen);
  checkListeners(nlp.pipeline, { frozen, annotating });
  checkSpanGroups(nlp, settings);
  const [trainCorpus, devCorpus] = resolveCorpora(nlp, [settings.train_corpus, settings.dev_corpus]);
  const isStreamed = settings.max_epochs < 0;
  const kept = isStreamed ? undefined : takeCorpus(nlp, settings.train_corpus);
  // Who has read the corpus before has drawn from the start of the generator.
  if (kept === undefined) restartCorpusRandom(nlp);
  const corpora = new Corpora(nlp, {
    train: kept === undefined ? trainCorpus : () => kept,
    dev: devCorpus,
    isStreamed,
  });
  if (isStreamed && (options.saveState ?? options.resume) !== undefined) {
    // The start of a stream that augmenters change is the same again only from the start of the generator.
    void corpora.fingerprints;
    restartCorpusRandom(nlp);
  }
  // Reading the corpus once more would draw from the generator: without it the first evaluation shows what is missing.
  if (kept !== undefined) checkScoreKeys(nlp, settings.score_weights, kept);
  const { score_weights: weights, dev_corpus: corpus } = settings;
  const { signal } = options;
  let isMeasured = false;
  const evaluate = async (): Promise<Evaluation | undefined> => {
    const { dev } = corpora;
    try {
      // Measuring the speed costs time: the texts are tokenized again for it.
      const otherScores = await nlp.evaluate(dev, { ...(weights.speed == null ? {} : { clock }), signal });
      if (!isMeasured) checkMeasured(nlp, otherScores, { weights, corpus });
      isMeasured = true;
      return { score: weightedScore(otherScores, weights), otherScores };
    } catch (cause) {
      if (signal?.aborted && cause === signal.reason) return undefined;
      throw cause;
    }
  };
  // A stream is read while others draw: it keeps a generator of its own, so that it can be read again when the training continues.
  const draws = new Draws(settings.seed ?? 0, isStreamed ? undefined : corpusRandom(nlp));
  for (const { pipe } of nlp.pipeline)
    if (pipe instanceof TrainablePipe) pipe.drawFrom(draws, settings.seed ?? 0);
  const resume =
    options.resume === undefined
      ? undefined
      : await restoreTraining(nlp, optimizer, {
          stored: unpackTraining(options.resume),
          draws,
          corpora: corpora.fingerprints,
        });
  const { dropout } = settings;
  const steps = trainWhileImproving(nlp, {
    optimizer,
    resume,
    evaluate,
    clock,
    batches: trainBatches(nlp, corpora.train, {
      batcher: settings.batcher,
      maxEpochs: settings.max_epochs,
      corpusName: settings.train_corpus,
      shuffle: (examples, epoch) => draws.shuffle(examples, epoch),
      check: (examples) => checkGold(trained, examples),
    }),
    dropout: () => (typeof dropout === "number" ? dropout : dropout.next()),
    accumulateGradient: settings.accumulate_gradient,
    patience: settings.patience,
    maxSteps: settings.max_steps,
    evalFrequency: settings.eval_frequency,
    frozen,
    annotating,
    beforeUpdate: settings.before_update ?? undefined,
    signal,
  });
  announce(stdout, nlp, settings);
  const store = async (checkpoints: readonly Checkpoint[]) =>
    await nlp.useParams(optimizer.averages, async () => {
      // What the callback gives instead is of the same kind as the pipeline that it gets.
      const stored = ((await settings.before_to_disk?.(nlp)) ?? nlp) as P;
      return await save!(stored, checkpoints);
    });
  const storeState = async (position: TrainingPosition) => {
    if (options.saveState !== undefined)
      await options.saveState(
        await packTraining(nlp, optimizer, { position, draws, corpora: corpora.fingerprints }),
      );
  };
  const logger = nlp.withDisabled(frozen, () => settings.logger(nlp, options));
  let last: TrainingInfo | undefined;
  // The last whole step, and whether its state is stored.
  let position: TrainingPosition | undefined = resume;
  let isStored = true;
  let isWhole = false;
  try {
    await logger.start?.();
    for await (const { info, isBest, isCut } of steps) {
      position = { ...positionAfter(info, isBest !== undefined), isCut };
      isStored = false;
      options.onStep?.(info);
      if (isBest === undefined) {
        await logger.logStep(undefined);
        continue;
      }
      warnOfDivergence(nlp, info);
      nlp.withDisabled(frozen, () => rememberPerformance(nlp, settings, info));
      const outputPath = save && (await store(isBest ? ["last", "best"] : ["last"]));
      last = outputPath === undefined ? info : { ...info, outputPath };
      await logger.logStep(last);
      await storeState(position);
      isStored = true;
    }
    isWhole = true;
  } finally {
    try {
      await logger.finalize();
    } finally {
      if (position !== undefined && save !== undefined) await store(["last"]);
      // After an error in a step, the state before it stays.
      if (isWhole && !isStored && position !== undefined) await storeState(position);
    }
  }
  nlp.applyParams(optimizer.averages);
  const best = position === undefined ? undefined : bestOf(position.checkpoints);
  return { nlp, last, best, aborted: signal?.aborted ?? false };
}

function trainedComponents(nlp: HasComponents, frozen: readonly string[]): TrainablePipe[] {
  const trained = nlp.pipeline
    .filter(({ name, pipe }) => pipe instanceof TrainablePipe && !frozen.includes(name))
    .map(({ pipe }) => pipe as TrainablePipe);
  if (trained.length === 0) throw errors.nothingToTrain(nlp.pipeNames);
  return trained;
}

function checkGold(trained: readonly TrainablePipe[], examples: readonly Example[]): void {
  for (const pipe of trained)
    if (pipe.hasGold !== undefined && !examples.some((example) => pipe.hasGold!(example)))
      throw errors.missingAnnotation(pipe.name);
}

function announce(stdout: TextStream, nlp: HasComponents, settings: TrainingSettings): void {
  const list = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(", ")}]`;
  stdout.write(`ℹ Pipeline: ${list(nlp.pipeNames)}\n`);
  if (settings.frozen_components.length > 0)
    stdout.write(`ℹ Frozen components: ${list(settings.frozen_components)}\n`);
  if (settings.annotating_components.length > 0)
    stdout.write(`ℹ Set annotations on update for: ${list(settings.annotating_components)}\n`);
  stdout.write(`ℹ Initial learn rate: ${settings.optimizer.learnRate}\n`);
}

/** A NaN loss comes from NaN weights, which don't recover. */
function warnOfDivergence(nlp: HasVocab, { losses, step }: TrainingInfo): void {
  const lost = Object.keys(losses).filter((name) => !Number.isFinite(losses[name]));
  if (lost.length > 0) nlp.vocab.warn(warnings.lossIsNaN(lost, step));
}

/** Scores and losses of a checkpoint go into the pipeline's meta data. */
function rememberPerformance(nlp: Pipeline, settings: TrainingSettings, info: TrainingInfo): void {
  const performance: Record<string, unknown> = {};
  for (const metric of Object.keys(settings.score_weights))
    performance[metric] = info.otherScores?.[metric] ?? 0;
  for (const name of nlp.pipeNames) if (name in info.losses) performance[`${name}_loss`] = info.losses[name];
  nlp.meta.performance = performance;
}

function positionAfter(info: TrainingInfo, wasEvaluated: boolean): TrainingPosition {
  const { step, epoch, checkpoints, words, seconds } = info;
  return {
    step,
    epoch,
    words,
    seconds,
    checkpoints: [...checkpoints],
    losses: wasEvaluated ? {} : { ...info.losses },
  };
}
