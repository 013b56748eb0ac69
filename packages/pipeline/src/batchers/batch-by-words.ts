import { measure, nextSize, type Batcher, type GetLength, type Measurable, type Sizing } from "./sizing";

/** Options of `batchByWords`. */
export interface BatchByWordsOptions {
  /** Words a batch: a number or a schedule. */
  readonly size: Sizing;
  /** By how much of its size a batch may be larger, for example 0.2. */
  readonly tolerance?: number;
  /** Drop items that are too long for any batch (default: each is a batch of its own). */
  readonly discardOversize?: boolean;
  /** How to count the words of an item; default the length of the doc or of the predicted doc. */
  readonly getLength?: GetLength | null;
}

/**
 * Batches of roughly a number of words (`spacy.batch_by_words.v1`).
 *
 * Items that would make a batch too large wait in an overflow, as long as the tolerance holds; they open the next batch.
 */
export function batchByWords(options: BatchByWordsOptions): Batcher {
  return <T extends Measurable>(items: Iterable<T>) => pack(items, options);
}

function* pack<T extends Measurable>(items: Iterable<T>, options: BatchByWordsOptions): Generator<T[]> {
  const { size, tolerance = 0.2, discardOversize = false } = options;
  const lengthOf = measure(options.getLength);
  let target = nextSize(size);
  let limit = target + target * tolerance;
  const renew = () => {
    target = nextSize(size);
    limit = target + target * tolerance;
  };
  let batch: T[] = [];
  let words = 0;
  let overflow: T[] = [];
  let overflowWords = 0;
  for (const item of items) {
    const length = lengthOf(item);
    if (length > limit) {
      if (!discardOversize) yield [item];
    } else if (overflowWords === 0 && words + length <= target) {
      batch.push(item);
      words += length;
    } else if (words + overflowWords + length <= limit) {
      overflow.push(item);
      overflowWords += length;
    } else {
      if (batch.length > 0) yield batch;
      renew();
      batch = overflow;
      words = overflowWords;
      overflow = [];
      overflowWords = 0;
      if (words + length <= target) {
        batch.push(item);
        words += length;
      } else if (words + length <= limit) {
        overflow.push(item);
        overflowWords += length;
      } else {
        if (batch.length > 0) yield batch;
        renew();
        batch = [item];
        words = length;
      }
    }
  }
  batch.push(...overflow);
  if (batch.length > 0) yield batch;
}
