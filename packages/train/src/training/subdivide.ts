import type { Example } from "@x/core";

/**
 * Cuts a batch into `parts` sub-batches of equal numbers of examples, shortest docs first; what does not divide comes last.
 * Their gradients add up to the batch's.
 */
export function* subdivide(batch: readonly Example[], parts: number): Generator<Example[]> {
  const sorted = [...batch].sort((a, b) => a.predicted.length - b.predicted.length);
  const size = Math.floor(sorted.length / parts);
  if (size > 0) for (let part = 0; part < parts; part++) yield sorted.slice(part * size, (part + 1) * size);
  if (size * parts < sorted.length) yield sorted.slice(size * parts);
}
