import { minibatch } from "./minibatch";
import { measure, nextSize, type Batcher, type GetLength, type Measurable, type Sizing } from "./sizing";

/** Options of `batchByPadded`. */
export interface BatchByPaddedOptions {
  /** The largest padded size of a batch (longest item times number of items): a number or a schedule. */
  readonly size: Sizing;
  /** How many items are collected and sorted by length at a time, for example 256. */
  readonly buffer?: number;
  /** Drop batches of one item that reach the size by themselves. */
  readonly discardOversize?: boolean;
  /** How to measure an item; default the length of the doc or of the predicted doc. */
  readonly getLength?: GetLength | null;
}

/**
 * Batches of items of similar length, so that padding them wastes little (`spacy.batch_by_padded.v1`).
 *
 * The size is read once a buffer. A batch is dropped when its padded size reaches the size, not only when it exceeds it.
 */
export function batchByPadded(options: BatchByPaddedOptions): Batcher {
  return <T extends Measurable>(items: Iterable<T>) => pack(items, options);
}

function* pack<T extends Measurable>(items: Iterable<T>, options: BatchByPaddedOptions): Generator<T[]> {
  const { size, buffer = 256, discardOversize = false } = options;
  const lengthOf = measure(options.getLength);
  for (const group of minibatch(items, buffer)) {
    const target = nextSize(size);
    const lengths = group.map(lengthOf);
    for (const indices of byLength(lengths, target)) {
      const padded = Math.max(...indices.map((index) => lengths[index])) * indices.length;
      if (!discardOversize || padded < target) yield indices.map((index) => group[index]);
    }
  }
}

/** Groups of indices, the longest items first; within a group in the order of the input. */
function byLength(lengths: readonly number[], limit: number): number[][] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengths[a] - lengths[b] || a - b);
  const groups: number[][] = [];
  for (const index of order) {
    const group = groups.at(-1);
    if (group !== undefined && lengths[index] * (group.length + 1) <= limit) group.push(index);
    else groups.push([index]);
  }
  return groups.map((group) => group.sort((a, b) => a - b)).reverse();
}
