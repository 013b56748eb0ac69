/** Powers of ten that doubles hold exactly. */
const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const exact = 2 ** 53;

/**
 * Parses rows of decimal numbers from bytes: the same doubles as `Number(text)`, without making texts.
 *
 * Up to 15 or 16 digits and small exponents are exact by one multiplication or division (Clinger 1990); what is longer goes
 * through `Number`.
 */
export class FloatParser {
  /** The byte after the last number parsed. */
  at = 0;
  /** The number parsed last. */
  value = 0;

  /** Parses the number that begins at `from`; false where there is none. It ends at a space or at `end`. */
  parse(bytes: Uint8Array, from: number, end: number): boolean {
    let i = from;
    let byte = bytes[i];
    const negative = byte === 0x2d;
    if (negative || byte === 0x2b) byte = bytes[++i];
    let mantissa = 0;
    let digits = 0;
    let exponent = 0;
    for (; i < end; i++) {
      const digit = bytes[i] - 48;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
      digits++;
    }
    if (i < end && bytes[i] === 0x2e) {
      const point = ++i;
      for (; i < end; i++) {
        const digit = bytes[i] - 48;
        if (digit < 0 || digit > 9) break;
        mantissa = mantissa * 10 + digit;
      }
      digits += i - point;
      exponent = point - i;
    }
    if (digits === 0) return this.#slow(bytes, from, end);
    if (i < end && (bytes[i] | 0x20) === 0x65) {
      let e = i + 1;
      const minus = bytes[e] === 0x2d;
      if (minus || bytes[e] === 0x2b) e++;
      const first = e;
      let power = 0;
      for (; e < end; e++) {
        const digit = bytes[e] - 48;
        if (digit < 0 || digit > 9) break;
        power = power * 10 + digit;
      }
      if (e === first) return this.#slow(bytes, from, end);
      exponent += minus ? -power : power;
      i = e;
    }
    if (i < end && bytes[i] !== 0x20) return this.#slow(bytes, from, end);
    this.at = i;
    if (mantissa < exact && exponent >= -22 && exponent <= 22) {
      const value = exponent < 0 ? mantissa / powers[-exponent] : mantissa * powers[exponent];
      this.value = negative ? -value : value;
      return true;
    }
    return this.#slow(bytes, from, end);
  }

  /** Everything else: long numbers, `nan`, `inf`. */
  #slow(bytes: Uint8Array, from: number, end: number): boolean {
    let i = from;
    while (i < end && bytes[i] !== 0x20) i++;
    if (i === from || i - from > 400) return false;
    const text = String.fromCharCode.apply(null, bytes.subarray(from, i) as unknown as number[]);
    this.at = i;
    if (/^[+-]?(nan|inf(inity)?)$/i.test(text)) {
      this.value = NaN;
      return true;
    }
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return false;
    this.value = Number(text);
    return true;
  }
}
