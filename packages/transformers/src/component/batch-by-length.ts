/**
 * Groups sequences of similar length: each batch has at most `maxItems` items, padding included, or one longer sequence.
 *
 * @param lengths of the sequences
 * @returns the places of the sequences, batches with long ones first, each in ascending order
 */
export function batchByLength(lengths: readonly number[], maxItems: number): number[][] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengths[a] - lengths[b] || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    if (batch.length > 0 && lengths[index] * (batch.length + 1) > maxItems) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  for (const items of batches) items.sort((a, b) => a - b);
  return batches.reverse();
}
