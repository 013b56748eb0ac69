import type { Doc } from "@x/core";
import { Random } from "@x/nn";
import { nextTurn } from "@x/pipeline/spi";
import { errors } from "../errors";
import { MaskedUpdater } from "../masking/masked-updater";
import { rawDoc, type Pretraining } from "./create-pretraining";
import { logFile, logLine, stateFile, type PretrainOutput } from "./output";
import { Progress, type ProgressRow, type ProgressState } from "./progress";
import { packRun, restoreRun } from "./run-state";
import { hasScheduledBatches } from "./pretraining-settings";
import { shuffleBuffer } from "./shuffle-buffer";

/** Options of `runPretraining`. */
export interface RunPretrainingOptions {
  readonly output: PretrainOutput;
  /** Seconds since any fixed point. */
  readonly clock: () => number;
  /** Go on from the state in `output`, or begin where a run was stopped before it had one (`hasState`). */
  readonly resume?: boolean;
  /** The epoch to begin with, where the weights come from a file; default 0. */
  readonly firstEpoch?: number;
  /** Do not write model-last.bin. */
  readonly skipLast?: boolean;
  /** Docs that are held to be shuffled; 0 (default): in the order of the corpus. */
  readonly shuffle?: number;
  /** Steps between two writings of the state, beside those at the end of an epoch; 0: none. Default 500. */
  readonly stateEvery?: number;
  /** Words between two rows; default 10,000. */
  readonly rowEvery?: number;
  /** The state is in place, the first step is to come. */
  readonly onBegin?: (begin: PretrainBegin) => void;
  readonly onRow?: (row: ProgressRow) => void;
  readonly onStep?: (step: PretrainStep) => void;
  /** Ends the run after the step that is running. */
  readonly signal?: AbortSignal;
}

/** Where a run begins, or continues. */
export interface PretrainBegin {
  readonly isResumed: boolean;
  readonly epoch: number;
  /** Those that are done. */
  readonly steps: number;
}

/** One step of a pretraining. */
export interface PretrainStep {
  readonly epoch: number;
  /** Of the epoch, from 0. */
  readonly batch: number;
  /** Over all tokens of the batch. */
  readonly loss: number;
  readonly words: number;
  readonly progress: ProgressState;
}

/** How a pretraining ended. */
export interface PretrainResult {
  readonly aborted: boolean;
  readonly progress: ProgressState;
  /** The last model that was written for an epoch, "model4.bin"; undefined where none was. */
  readonly lastModel: string | undefined;
}

/**
 * Pretrains (`spacy pretrain`): one model an epoch with the averaged weights of the embedding layer, and a state from which a run
 * that was killed continues to the same bytes.
 */
export async function runPretraining(
  run: Pretraining,
  options: RunPretrainingOptions,
): Promise<PretrainResult> {
  try {
    return await learn(run, options);
  } finally {
    options.output.close?.();
  }
}

/** Whether there is a state to continue from. @throws R010 where it is missing, but not the models of a run */
export function hasState(output: PretrainOutput): boolean {
  if (output.size(stateFile) > 0) return true;
  // The state is the first thing that a run writes.
  if (output.size(logFile) > 0) throw errors.nothingToResume(stateFile);
  return false;
}

async function learn(run: Pretraining, options: RunPretrainingOptions): Promise<PretrainResult> {
  const { output, clock, signal, stateEvery = 500 } = options;
  const { settings, model } = run;
  const { optimizer, max_epochs: epochs, n_save_every: everyBatch, n_save_epoch: everyEpoch } = settings;
  const batches = new BatchSource(run, options.shuffle ?? 0);
  let position = { epoch: options.firstEpoch ?? 0, batch: 0, steps: 0 };
  let restored: ProgressState | undefined;
  let { replacesRun = false } = output;
  const isResumed = options.resume === true && hasState(output);
  if (isResumed) {
    const { progress, logLength, ...stored } = restoreRun(run, output.read(stateFile)!, stateFile);
    ({ replacesRun = false, ...position } = stored);
    restored = progress;
    output.truncate(logFile, logLength);
    batches.replay(position.epoch);
  } else batches.check();
  const progress = new Progress({ clock, epochs, frequency: options.rowEvery, state: restored });
  let lastModel: string | undefined;
  const save = async (name: string, epoch: number) => {
    const bytes = await model.useParams(optimizer.averages ?? new Map(), () => run.tok2vec.toBytes());
    output.write(name, bytes);
    output.append(logFile, logLine({ ...progress.state, epoch }));
  };
  const saveState = () =>
    output.write(
      stateFile,
      packRun(run, { ...position, logLength: output.size(logFile), replacesRun }, progress.state),
    );

  const updater = new MaskedUpdater(model);
  const aborted = () => signal?.aborted === true;
  if (!isResumed) saveState();
  if (replacesRun) {
    // Only once this run can be resumed. A run killed here does this when it resumes: its state records it until it is done.
    output.keepState?.();
    replacesRun = false;
    saveState();
  }
  options.onBegin?.({ isResumed, epoch: position.epoch, steps: position.steps });
  try {
    for (let epoch = position.epoch; epoch < epochs && !aborted(); epoch++) {
      let batch = 0;
      for (const docs of batches.of(epoch)) {
        if (batch < position.batch) {
          batch++;
          continue;
        }
        const loss = await updater.update(docs);
        if (!Number.isFinite(loss)) throw errors.lossNotFinite(loss, position.steps);
        model.finishUpdate(optimizer);
        optimizer.stepSchedules();
        const words = docs.reduce((sum, doc) => sum + doc.length, 0);
        const row = progress.update(epoch, { loss, words });
        if (row !== undefined) options.onRow?.(row);
        if (everyBatch && batch % everyBatch === 0) await save(`model${epoch}.temp.bin`, epoch);
        options.onStep?.({ epoch, batch, loss, words, progress: progress.state });
        batch++;
        position = { epoch, batch, steps: position.steps + 1 };
        // Who would abort the signal needs a turn to do so.
        if (signal !== undefined) await nextTurn();
        if (aborted()) break;
        if (stateEvery > 0 && position.steps % stateEvery === 0) saveState();
      }
      if (aborted()) break;
      if (!everyEpoch || epoch % everyEpoch === 0 || epoch === epochs - 1) {
        lastModel = `model${epoch}.bin`;
        await save(lastModel, epoch);
      }
      progress.endEpoch();
      position = { epoch: epoch + 1, batch: 0, steps: position.steps };
      saveState();
    }
    if (aborted()) saveState();
  } finally {
    if (options.skipLast !== true && position.steps > 0) await save("model-last.bin", epochs);
  }
  return { aborted: aborted(), progress: progress.state, lastModel };
}

/** The batches of an epoch depend on the seed and the epoch alone. */
class BatchSource {
  constructor(
    readonly run: Pretraining,
    readonly shuffle: number,
  ) {}

  *of(epoch: number): Generator<Doc[]> {
    const { corpus, nlp, settings, seed } = this.run;
    const random = new Random(seed).fork(`pretraining epoch ${epoch}`);
    const docs = shuffleBuffer(usableDocs(corpus(nlp)), this.shuffle, () => random.next());
    yield* settings.batcher(docs);
  }

  /** Refuses a corpus without a single batch (R004), and what its reader finds wrong with it. */
  check(): void {
    const { corpus, nlp, settings } = this.run;
    corpus.check?.();
    for (const item of corpus(nlp)) if (rawDoc(item).length > 0) return;
    throw errors.emptyCorpus(settings.corpus);
  }

  /** Schedules of sizes continue over epochs: they are brought to where they were. */
  replay(epochs: number): void {
    if (!hasScheduledBatches(this.run.config)) return;
    for (let epoch = 0; epoch < epochs; epoch++) for (const _ of this.of(epoch));
  }
}

function* usableDocs(items: Iterable<Parameters<typeof rawDoc>[0]>): Generator<Doc> {
  for (const item of items) {
    const doc = rawDoc(item);
    if (doc.length > 0) yield doc;
  }
}
