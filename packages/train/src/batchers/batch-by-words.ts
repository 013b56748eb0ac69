import { define, flag, number, stated, type OptionsOf, type ValuesOf } from "@x/core/spi";
import { nextSize } from "@x/pipeline/spi";
import { measure, measuring, sizing, type Batcher, type Measurable } from "./sizing";

const settings = {
  /** Words a batch: a number or a schedule. */
  size: sizing(),
  /** By how much of its size a batch may be larger. */
  tolerance: stated(number(0.2)),
  /** Drop items that are too long for any batch, instead of making each a batch of its own. */
  discardOversize: stated(flag(false)),
  /** How to count the words of an item; null: the length of the doc or of the predicted doc. */
  getLength: measuring(),
};

/**
 * Batches of roughly a number of words.
 *
 * Items that would make a batch too large wait in an overflow, as long as the tolerance holds; they open the next batch.
 */
export const batchByWords = define(
  "batchers",
  "spacy.batch_by_words.v1",
  { summary: "Batches with roughly a given number of words.", settings },
  (given): Batcher =>
    (items) =>
      pack(items, given),
);
/** Options of `batchByWords`. */
export type BatchByWordsOptions = OptionsOf<typeof settings>;

function* pack<T extends Measurable>(
  items: Iterable<T>,
  { size, tolerance, discardOversize, getLength }: ValuesOf<typeof settings>,
): Generator<T[]> {
  const lengthOf = measure(getLength);
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
