import type { Example } from "@x/core";
import type { Batcher } from "../batchers/sizing";
import { errors } from "../errors";
import type { Pipeline } from "@x/pipeline/spi";
import type { Reader } from "../readers/reader";

/** One batch of a training, with the epoch it belongs to. */
export interface TrainBatch {
  readonly epoch: number;
  readonly batch: Example[];
}

/** Options of `trainBatches`. */
export interface TrainBatchesOptions {
  readonly batcher: Batcher;
  /** Passes over the corpus; 0: no limit; -1: no limit, streamed from the reader in its order, never all in memory. */
  readonly maxEpochs: number;
  /** Brings the corpus, in the order of the epoch before, into that of an epoch, in place. */
  readonly shuffle: (examples: Example[], epoch: number) => void;
  /** Called with the whole corpus before the first batch, where it is in memory. */
  readonly check?: (examples: readonly Example[]) => void;
  /** The corpus in messages. */
  readonly corpusName: string;
}

/** The batches of all epochs, each with its epoch. */
export function* trainBatches(
  nlp: Pipeline,
  corpus: Reader,
  { batcher, maxEpochs, shuffle, check, corpusName }: TrainBatchesOptions,
): Generator<TrainBatch> {
  const examples = maxEpochs < 0 ? undefined : [...corpus(nlp)];
  if (examples !== undefined) {
    if (examples.length === 0) throw errors.emptyCorpus(corpusName);
    check?.(examples);
  }
  for (let epoch = 0; maxEpochs < 1 || epoch < maxEpochs; epoch++) {
    let any = false;
    if (examples !== undefined) shuffle(examples, epoch);
    for (const batch of batcher(examples ?? corpus(nlp))) {
      any = true;
      yield { epoch, batch };
    }
    if (!any) throw errors.emptyCorpus(corpusName);
  }
}
