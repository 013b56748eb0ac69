import { define, type OptionsOf } from "@x/core/spi";
import { measuring, nextSize, sizing, type Batcher, type Sizing } from "./sizing";

/** Cuts a stream into arrays of `size` items (a number or a schedule, rounded down); the last one may be shorter. */
export function* minibatch<T>(items: Iterable<T>, size: Sizing): Generator<T[]> {
  let limit = Math.floor(nextSize(size));
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length >= limit) {
      yield batch;
      batch = [];
      limit = Math.floor(nextSize(size));
    }
  }
  if (batch.length > 0) yield batch;
}

/** Batches of a given number of items. */
export const batchBySequence = define(
  "batchers",
  "spacy.batch_by_sequence.v1",
  {
    summary: "Batches with a fixed number of items.",
    settings: {
      /** Items a batch: a number or a schedule. */
      size: sizing(),
      /** Accepted as spaCy accepts it; the number of items needs no length. */
      getLength: measuring(),
    },
  },
  ({ size }): Batcher =>
    (items) =>
      minibatch(items, size),
);
/** Options of `batchBySequence`. */
export type BatchBySequenceOptions = OptionsOf<typeof batchBySequence.settings>;
