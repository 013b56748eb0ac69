/** A fixed number, or a schedule that gives the next one. */
export type Sizing = number | { next(): number };

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

/** The next size; schedules are shared over epochs and continue where they were. */
export function nextSize(size: Sizing): number {
  return typeof size === "number" ? size : size.next();
}
