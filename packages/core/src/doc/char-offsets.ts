import { docErrors } from "./errors";

/**
 * Converts offsets between UTF-16 units, in which the API counts, and code points, in which files count.
 * Costs nothing for texts without characters beyond U+FFFF.
 */
export class CharOffsets {
  /** For every code point the unit where it starts; undefined where both counts agree. */
  private readonly units: Int32Array | undefined;

  constructor(private readonly text: string) {
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return;
    const units: number[] = [];
    let at = 0;
    for (const character of text) {
      units.push(at);
      at += character.length;
    }
    units.push(at);
    this.units = Int32Array.from(units);
  }

  /** @throws D035 outside the text or within a surrogate pair */
  toCodePoints(unit: number): number {
    if (!Number.isInteger(unit) || unit < 0 || unit > this.text.length)
      throw docErrors.offsetOutOfRange(unit, this.text.length);
    if (this.units === undefined) return unit;
    let low = 0;
    let high = this.units.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.units[middle] < unit) low = middle + 1;
      else high = middle;
    }
    if (this.units[low] !== unit) throw docErrors.offsetOutOfRange(unit, this.text.length);
    return low;
  }

  /** @throws D035 outside the text */
  toUtf16(codePoint: number): number {
    const length = this.units === undefined ? this.text.length : this.units.length - 1;
    if (!Number.isInteger(codePoint) || codePoint < 0 || codePoint > length)
      throw docErrors.offsetOutOfRange(codePoint, length);
    return this.units === undefined ? codePoint : this.units[codePoint];
  }
}
