import { nextSize, type Batcher, type GetLength, type Sizing } from "./sizing";

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

/** Options of `batchBySequence`. */
export interface BatchBySequenceOptions {
  /** Items a batch: a number or a schedule. */
  readonly size: Sizing;
  /** Accepted as spaCy accepts it; the number of items needs no length. */
  readonly getLength?: GetLength | null;
}

/** Batches of a given number of items (`spacy.batch_by_sequence.v1`). */
export function batchBySequence({ size }: BatchBySequenceOptions): Batcher {
  return (items) => minibatch(items, size);
}
