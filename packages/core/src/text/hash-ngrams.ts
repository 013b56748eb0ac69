import { multiply64, productHigh } from "./multiply64";

const multiplierLow = 0x5bd1e995;
const multiplierHigh = 0xc6a4a793;

/**
 * One key for each `n` consecutive keys: MurmurHash64A with seed 0 over their bytes, as thinc's `Ops.ngrams`.
 *
 * @returns `keys.length - n + 1` keys, none where there are fewer than `n`
 */
export function hashNgrams(keys: BigUint64Array, n: number): BigUint64Array {
  const count = Math.max(0, keys.length - n + 1);
  const result = new BigUint64Array(count);
  const words = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length);
  const out = new Uint32Array(result.buffer);
  const startLow = multiply64(8 * n, 0, multiplierLow, multiplierHigh);
  const startHigh = productHigh();
  for (let at = 0; at < count; at++) {
    let low = startLow;
    let high = startHigh;
    for (let i = 2 * at; i < 2 * (at + n); i += 2) {
      let kLow = multiply64(words[i], words[i + 1], multiplierLow, multiplierHigh);
      let kHigh = productHigh();
      // A shift by 47 bits moves the upper 17 bits of the high word to the bottom of the low one.
      kLow = multiply64(kLow ^ (kHigh >>> 15), kHigh, multiplierLow, multiplierHigh);
      kHigh = productHigh();
      low = multiply64(low ^ kLow, high ^ kHigh, multiplierLow, multiplierHigh);
      high = productHigh();
    }
    low = multiply64(low ^ (high >>> 15), high, multiplierLow, multiplierHigh);
    high = productHigh();
    out[2 * at] = low ^ (high >>> 15);
    out[2 * at + 1] = high;
  }
  return result;
}
