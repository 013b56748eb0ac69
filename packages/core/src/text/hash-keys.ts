import { multiply64, productHigh } from "./multiply64";

/**
 * Hashes 64-bit keys to four 32-bit numbers each, which pick the rows of a hashed embedding table.
 *
 * Returns `[keys.length * 4]`, four in a row for each key. This is the 128-bit MurmurHash3 for 64-bit machines over
 * the eight bytes of a key, as thinc's `NumpyOps.hash` computes it.
 *
 * @param seed unsigned 32-bit number
 */
export function hashKeys(keys: BigUint64Array, seed: number): Uint32Array {
  const words = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2);
  const out = new Uint32Array(keys.length * 4);
  for (let i = 0, o = 0; i < words.length; i += 2, o += 4) hashKey(words[i], words[i + 1], seed, out, o);
  return out;
}

function hashKey(keyLow: number, keyHigh: number, seed: number, out: Uint32Array, o: number): void {
  let low = multiply64(keyLow, keyHigh, 0x114253d5, 0x87c37b91);
  let high = productHigh();
  const rotated = (low << 31) | (high >>> 1);
  high = (high << 31) | (low >>> 1);
  low = multiply64(rotated, high, 0x2745937f, 0x4cf5ad43);
  high = productHigh();
  // The length of the input, 8 bytes, goes into both halves of the state.
  const second = (seed ^ 8) >>> 0;
  low = (low ^ seed ^ 8) >>> 0;
  let sum = low + second;
  let aLow = sum >>> 0;
  let aHigh = (high + (sum > 0xffffffff ? 1 : 0)) >>> 0;
  sum = second + aLow;
  let bLow = sum >>> 0;
  let bHigh = (aHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0;

  aLow = mixLow(aLow, aHigh);
  aHigh = mixedHigh;
  bLow = mixLow(bLow, bHigh);
  bHigh = mixedHigh;

  sum = aLow + bLow;
  aLow = sum >>> 0;
  aHigh = (aHigh + bHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0;
  sum = bLow + aLow;
  out[o] = aLow;
  out[o + 1] = aHigh;
  out[o + 2] = sum;
  out[o + 3] = bHigh + aHigh + (sum > 0xffffffff ? 1 : 0);
}

let mixedHigh = 0;

/** MurmurHash3's final mix; a shift by 33 bits is the high word shifted by one. */
function mixLow(low: number, high: number): number {
  let l = multiply64(low ^ (high >>> 1), high, 0xed558ccd, 0xff51afd7);
  let h = productHigh();
  l = multiply64(l ^ (h >>> 1), h, 0x1a85ec53, 0xc4ceb9fe);
  h = productHigh();
  mixedHigh = h >>> 0;
  return (l ^ (h >>> 1)) >>> 0;
}
