/** What packed data may always unpack to. */
const least = 64 * 2 ** 20;
/** What real data is packed by at most; zlib can do a thousand. */
const ratio = 100;

/**
 * Bytes that packed data may unpack to: a small file must not take all memory. 64 MB, or for larger files 100 times their size,
 * which no corpus and no vectors come near.
 *
 * @param options `maxBytes`: another limit
 */
export function unpackLimit(packed: number, options: { readonly maxBytes?: number } = {}): number {
  return options.maxBytes ?? Math.max(least, packed * ratio);
}
