/** Mixes a 32-bit counter so that each bit of it changes about half of the result's bits. */
function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The start of a stream of random words for a few integers, such as seed, step and node. */
export function streamKey(...parts: readonly number[]): number {
  let key = 0x9e3779b9;
  for (const part of parts) {
    key = mix32((key + Math.imul(part | 0, 0x85ebca6b)) | 0);
    key = mix32(key ^ Math.floor(part / 2 ** 32));
  }
  return key;
}

/** Word `index` of a stream. */
export function wordAt(key: number, index: number): number {
  return mix32(key + Math.imul(index, 0x9e3779b9));
}
