import { multiply64, productHigh } from "./multiply64";
import { encodeUtf8, utf8Buffer } from "./utf8";

const multiplierLow = 0x5bd1e995;
const multiplierHigh = 0xc6a4a793;
const seed = 1;

/**
 * Writes the 64-bit hash of a text as two 32-bit words, low before high: MurmurHash64A with seed 1 over the UTF-8
 * bytes, the key that spaCy gives a string (`spacy.strings.hash_string`).
 */
export function writeStringHash(text: string, out: Uint32Array, offset: number): void {
  const length = encodeUtf8(text);
  const bytes = utf8Buffer();
  let low = multiply64(length, 0, multiplierLow, multiplierHigh) ^ seed;
  let high = productHigh();
  const whole = length & ~7;
  for (let i = 0; i < whole; i += 8) {
    let kLow = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    let kHigh = bytes[i + 4] | (bytes[i + 5] << 8) | (bytes[i + 6] << 16) | (bytes[i + 7] << 24);
    kLow = multiply64(kLow, kHigh, multiplierLow, multiplierHigh);
    kHigh = productHigh();
    // A shift by 47 bits moves the upper 17 bits of the high word to the bottom of the low one.
    kLow = multiply64(kLow ^ (kHigh >>> 15), kHigh, multiplierLow, multiplierHigh);
    kHigh = productHigh();
    low = multiply64(low ^ kLow, high ^ kHigh, multiplierLow, multiplierHigh);
    high = productHigh();
  }
  if (whole < length) {
    for (let i = length - 1; i >= whole; i--) {
      const at = i - whole;
      if (at < 4) low ^= bytes[i] << (8 * at);
      else high ^= bytes[i] << (8 * (at - 4));
    }
    low = multiply64(low, high, multiplierLow, multiplierHigh);
    high = productHigh();
  }
  low = multiply64(low ^ (high >>> 15), high, multiplierLow, multiplierHigh);
  high = productHigh();
  out[offset] = low ^ (high >>> 15);
  out[offset + 1] = high;
}

const words = new Uint32Array(2);

/** The 64-bit key of two 32-bit words. */
export function joinKey(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** The 64-bit hash of a text: MurmurHash64A with seed 1 over its UTF-8 bytes. Follows `spacy.strings.hash_string`. */
export function hashString(text: string): bigint {
  writeStringHash(text, words, 0);
  return joinKey(words[0], words[1]);
}
