/** MurmurHash3 (32 bit, x86) of the eight bytes of a 64-bit key, given as two halves; unsigned. */
export function sparseKeyHash(low: number, high: number, seed: number): number {
  let h = mix(seed, low);
  h = mix(h, high) ^ 8;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mix(h: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const mixed = h ^ Math.imul(k, 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
