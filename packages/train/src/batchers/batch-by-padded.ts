import { define, flag, integer, stated, type OptionsOf, type ValuesOf } from "@x/core/spi";
import { minibatch } from "@x/pipeline";
import { nextSize } from "@x/pipeline/spi";
import { measure, measuring, sizing, type Batcher, type Measurable } from "./sizing";

const settings = {
  /** The largest padded size of a batch (longest item times number of items): a number or a schedule. */
  size: sizing(),
  /** How many items are collected and sorted by length at a time. */
  buffer: stated(integer(256)),
  /** Drop batches of one item that reach the size by themselves. */
  discardOversize: stated(flag(false)),
  /** How to measure an item; null: the length of the doc or of the predicted doc. */
  getLength: measuring(),
};

/**
 * Batches of items of similar length, so that padding them wastes little.
 *
 * The size is read once a buffer. A batch is dropped when its padded size reaches the size, not only when it exceeds it.
 */
export const batchByPadded = define(
  "batchers",
  "spacy.batch_by_padded.v1",
  { summary: "Batches of items of similar length, with their size measured after padding.", settings },
  (given): Batcher =>
    (items) =>
      pack(items, given),
);
/** Options of `batchByPadded`. */
export type BatchByPaddedOptions = OptionsOf<typeof settings>;

function* pack<T extends Measurable>(
  items: Iterable<T>,
  { size, buffer, discardOversize, getLength }: ValuesOf<typeof settings>,
): Generator<T[]> {
  const lengthOf = measure(getLength);
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
