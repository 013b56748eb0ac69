import { streamKey, wordAt } from "./counter";

/**
 * A dropout mask: 0 with probability `rate`, else 1 / (1 - rate).
 *
 * It depends on `place` alone (seed, step, node), not on what was drawn before. The rate is met to 1/65536.
 */
export function createMask(
  shape: readonly number[],
  rate: number,
  place: { readonly seed: number; readonly step: number; readonly node: number },
): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  const mask = new Float32Array(size);
  const threshold = Math.round(rate * 65536);
  const kept = rate >= 1 ? 0 : 1 / (1 - rate);
  const key = streamKey(place.seed, place.step, place.node);
  // Each word gives two numbers of 16 bits.
  for (let i = 0, index = 0; i < size; i += 2, index++) {
    const word = wordAt(key, index);
    if ((word & 0xffff) >= threshold) mask[i] = kept;
    if (word >>> 16 >= threshold && i + 1 < size) mask[i + 1] = kept;
  }
  return mask;
}
