import { vectorsErrors } from "./errors";
import { multiply64, productHigh } from "../text/multiply64";

/** The settings of a floret table: how a word becomes rows. */
export interface FloretSettings {
  /** Characters of the shortest n-gram. */
  readonly minn: number;
  readonly maxn: number;
  /** Rows of each n-gram, 1 to 4. */
  readonly hashCount: number;
  readonly hashSeed: number;
  /** Stands before a word, usually `<`. */
  readonly bow: string;
  readonly eow: string;
}

/** Characters of the longest n-gram; fastText and floret take 5 or 6. */
const longestNgram = 50;

/** Refuses sizes of n-grams that no model has: the longest words would take hours. @throws V008 */
export function checkNgrams({ minn, maxn }: { readonly minn: number; readonly maxn: number }): void {
  const isSize = (value: number) => Number.isInteger(value) && value >= 0 && value <= longestNgram;
  if (!isSize(minn) || !isSize(maxn) || maxn < minn)
    throw vectorsErrors.wrongNgrams(minn, maxn, longestNgram);
}

/** The word between its marks, then its n-grams by length; `minn = 0` adds empty ones, as spaCy does. */
export function floretNgrams(word: string, { minn, maxn, bow, eow }: FloretSettings): string[] {
  const marked = bow + word + eow;
  const points = Array.from(marked);
  const ngrams = [marked];
  for (let size = minn; size <= maxn; size++)
    for (let start = 0; start + size <= points.length; start++)
      ngrams.push(points.slice(start, start + size).join(""));
  return ngrams;
}

/** The hashes of an n-gram that pick its rows. */
export function floretHashes(ngram: string, settings: FloretSettings): number[] {
  const hashes = murmur3x64(encoder.encode(ngram), settings.hashSeed);
  return [...hashes.subarray(0, settings.hashCount)];
}

const encoder = new TextEncoder();
const result = new Uint32Array(4);
const c1 = [0x114253d5, 0x87c37b91] as const;
const c2 = [0x2745937f, 0x4cf5ad43] as const;

/**
 * MurmurHash3 x64 128 of bytes, as its four 32-bit words: low and high of the first half, then of the second.
 * The array is reused by the next call. Computed on 32-bit halves: BigInt is ten times slower.
 */
function murmur3x64(bytes: Uint8Array, seed: number): Uint32Array {
  let [aLow, aHigh, bLow, bHigh] = [seed | 0, 0, seed | 0, 0];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~15;
  for (let i = 0; i < whole; i += 16) {
    mixFirst(view.getInt32(i, true), view.getInt32(i + 4, true));
    aLow ^= low;
    aHigh ^= high;
    rotate(aLow, aHigh, 27);
    add(low, high, bLow, bHigh);
    multiplyAdd(0x52dce729);
    [aLow, aHigh] = [low, high];
    mixSecond(view.getInt32(i + 8, true), view.getInt32(i + 12, true));
    bLow ^= low;
    bHigh ^= high;
    rotate(bLow, bHigh, 31);
    add(low, high, aLow, aHigh);
    multiplyAdd(0x38495ab5);
    [bLow, bHigh] = [low, high];
  }
  if (bytes.length > whole) {
    const tail = new Uint8Array(16);
    tail.set(bytes.subarray(whole));
    const rest = new DataView(tail.buffer);
    if (bytes.length - whole > 8) {
      mixSecond(rest.getInt32(8, true), rest.getInt32(12, true));
      bLow ^= low;
      bHigh ^= high;
    }
    mixFirst(rest.getInt32(0, true), rest.getInt32(4, true));
    aLow ^= low;
    aHigh ^= high;
  }
  aLow ^= bytes.length;
  bLow ^= bytes.length;
  add(aLow, aHigh, bLow, bHigh);
  [aLow, aHigh] = [low, high];
  add(aLow, aHigh, bLow, bHigh);
  [bLow, bHigh] = [low, high];
  finish(aLow, aHigh);
  [aLow, aHigh] = [low, high];
  finish(bLow, bHigh);
  [bLow, bHigh] = [low, high];
  add(aLow, aHigh, bLow, bHigh);
  [aLow, aHigh] = [low, high];
  add(aLow, aHigh, bLow, bHigh);
  result[0] = aLow;
  result[1] = aHigh;
  result[2] = low;
  result[3] = high;
  return result;
}

/** The two words of what the helpers below computed last: results without an allocation. */
let low = 0;
let high = 0;

function multiply(aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  low = multiply64(aLow, aHigh, bLow, bHigh);
  high = productHigh();
}

function rotate(aLow: number, aHigh: number, bits: number): void {
  if (bits >= 32) {
    [aLow, aHigh] = [aHigh, aLow];
    bits -= 32;
  }
  if (bits === 0) {
    low = aLow;
    high = aHigh;
    return;
  }
  low = (aLow << bits) | (aHigh >>> (32 - bits));
  high = (aHigh << bits) | (aLow >>> (32 - bits));
}

function add(aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  const sum = (aLow >>> 0) + (bLow >>> 0);
  low = sum | 0;
  high = (aHigh + bHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
}

/** `x * 5 + constant` of the last result. */
function multiplyAdd(constant: number): void {
  multiply(low, high, 5, 0);
  add(low, high, constant, 0);
}

function mixFirst(kLow: number, kHigh: number): void {
  multiply(kLow, kHigh, c1[0], c1[1]);
  rotate(low, high, 31);
  multiply(low, high, c2[0], c2[1]);
}

function mixSecond(kLow: number, kHigh: number): void {
  multiply(kLow, kHigh, c2[0], c2[1]);
  rotate(low, high, 33);
  multiply(low, high, c1[0], c1[1]);
}

function finish(aLow: number, aHigh: number): void {
  [low, high] = [aLow ^ (aHigh >>> 1), aHigh];
  multiply(low, high, 0xed558ccd, 0xff51afd7);
  low ^= high >>> 1;
  multiply(low, high, 0x1a85ec53, 0xc4ceb9fe);
  low ^= high >>> 1;
}
