let buffer = new Uint8Array(256);

/** The bytes of the last `encodeUtf8` call; valid until the next one. */
export function utf8Buffer(): Uint8Array {
  return buffer;
}

/**
 * Encodes a text as UTF-8 into a shared buffer and returns the number of bytes.
 *
 * Faster than `TextEncoder` for words, and allocates nothing. A lone surrogate becomes U+FFFD, as there.
 */
export function encodeUtf8(text: string): number {
  const length = text.length;
  if (buffer.length < length * 3) buffer = new Uint8Array(length * 6);
  const out = buffer;
  let n = 0;
  for (let i = 0; i < length; i++) {
    let unit = text.charCodeAt(i);
    if (unit < 0x80) {
      out[n++] = unit;
      continue;
    }
    if (unit < 0x800) {
      out[n++] = 0xc0 | (unit >> 6);
      out[n++] = 0x80 | (unit & 0x3f);
      continue;
    }
    if ((unit & 0xf800) === 0xd800) {
      const next = unit < 0xdc00 && i + 1 < length ? text.charCodeAt(i + 1) : 0;
      if ((next & 0xfc00) === 0xdc00) {
        const point = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
        i++;
        out[n++] = 0xf0 | (point >> 18);
        out[n++] = 0x80 | ((point >> 12) & 0x3f);
        out[n++] = 0x80 | ((point >> 6) & 0x3f);
        out[n++] = 0x80 | (point & 0x3f);
        continue;
      }
      unit = 0xfffd;
    }
    out[n++] = 0xe0 | (unit >> 12);
    out[n++] = 0x80 | ((unit >> 6) & 0x3f);
    out[n++] = 0x80 | (unit & 0x3f);
  }
  return n;
}
