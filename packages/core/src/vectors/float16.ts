/** All values of 16-bit floats (IEEE 754 binary16), made when the first one is read. */
let values: Float32Array | undefined;

function table(): Float32Array {
  const made = new Float32Array(65_536);
  for (let bits = 0; bits < 65_536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    made[bits] =
      exponent === 0
        ? sign * fraction * 2 ** -24
        : exponent === 31
          ? fraction === 0
            ? sign * Infinity
            : NaN
          : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return made;
}

/** Reads 16-bit floats. */
export function readHalves(halves: Uint16Array, out: Float32Array, offset = 0): void {
  const known = (values ??= table());
  for (let i = 0; i < halves.length; i++) out[offset + i] = known[halves[i]];
}

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** The 16-bit float nearest to a number, ties to even; beyond 65504 infinity. */
export function toHalf(value: number): number {
  single[0] = value;
  const bits = word[0];
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below the smallest normal number: units of 2^-24.
    const units = Math.abs(single[0]) * 2 ** 24;
    const low = Math.floor(units);
    const rest = units - low;
    return sign | (rest > 0.5 || (rest === 0.5 && (low & 1) === 1) ? low + 1 : low);
  }
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
}
