/** The high word of the last `multiply64`: two results without an allocation. */
let high = 0;

/** The upper 32 bits of the product that `multiply64` computed last. */
export function productHigh(): number {
  return high;
}

/**
 * The lower 64 bits of a product of two unsigned 64-bit numbers, each given as two 32-bit halves.
 *
 * Returns the low word (signed); `productHigh()` is the high one. Several times faster than BigInt.
 */
export function multiply64(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const low = Math.imul(a0, b0);
  const middle = Math.imul(a1, b0) + (low >>> 16);
  // `middle` stays below 2^32 as an unsigned number only if it is brought back to one first.
  const unsigned = middle >>> 0;
  const cross = ((Math.imul(a0, b1) >>> 0) + (unsigned & 0xffff)) >>> 0;
  high =
    (Math.imul(a1, b1) +
      (unsigned >>> 16) +
      (cross >>> 16) +
      Math.imul(aLow, bHigh) +
      Math.imul(aHigh, bLow)) |
    0;
  return (cross << 16) | (low & 0xffff);
}
