/*
 * Python's classification of characters. It differs from JavaScript's: U+001C..001F and U+0085 are whitespace there,
 * U+FEFF is not; superscript and circled digits are digits. Properties follow the running engine's Unicode version.
 */

const space = new Uint8Array(0x3001);
for (const [first, last] of [
  [0x09, 0x0d], [0x1c, 0x20], [0x85, 0x85], [0xa0, 0xa0], [0x1680, 0x1680], [0x2000, 0x200a], [0x2028, 0x2029],
  [0x202f, 0x202f], [0x205f, 0x205f], [0x3000, 0x3000],
]) space.fill(1, first, last + 1); // prettier-ignore

/** Whether a UTF-16 unit is whitespace in Python's sense. */
export function isSpaceUnit(unit: number): boolean {
  return unit <= 0x3000 && space[unit] === 1;
}

/** The body of a character class with Python's whitespace. */
export const spaceClass =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** Decimal digits, and the characters that Unicode calls digits of another kind (Numeric_Type=Digit). */
const digitClass =
  "\\p{Nd}\\u00b2\\u00b3\\u00b9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468" +
  "\\u2474-\\u247c\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792" +
  "\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}";

const alpha = /^\p{L}+$/u;
const digits = new RegExp(`^[${digitClass}]+$`, "u");
const punctuation = /^\p{P}*$/u;
const currency = /^\p{Sc}*$/u;
const upper = /^\p{Uppercase}$/u;
const title = /^\p{Lt}$/u;
const lower = /^\p{Lowercase}$/u;

/** `str.isalpha`: letters only, at least one. */
export const isAlpha = (text: string): boolean => alpha.test(text);
/** `str.isdigit`: digits only, at least one; `½` and `Ⅷ` are none. */
export const isDigit = (text: string): boolean => digits.test(text);
/** Whether all characters are of a Unicode category P; true for the empty text. */
export const isPunct = (text: string): boolean => punctuation.test(text);
/** Whether all characters are currency signs; true for the empty text. */
export const isCurrencySign = (text: string): boolean => currency.test(text);

/** Whether all characters are below U+0080. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** `str.isspace`: whitespace only, at least one. */
export function isSpace(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isSpaceUnit(text.charCodeAt(i))) return false;
  return text.length > 0;
}

const enum Case {
  none,
  lower,
  upper,
  title,
}

function caseOf(character: string): Case {
  const unit = character.charCodeAt(0);
  if (unit < 0x80) {
    if (unit >= 0x61 && unit <= 0x7a) return Case.lower;
    return unit >= 0x41 && unit <= 0x5a ? Case.upper : Case.none;
  }
  if (lower.test(character)) return Case.lower;
  if (upper.test(character)) return Case.upper;
  return title.test(character) ? Case.title : Case.none;
}

/** Whether one character is upper case. */
export const isUpperCharacter = (character: string): boolean => caseOf(character) === Case.upper;

/** `str.islower`: a lower-case character, and none in upper or title case. */
export function isLower(text: string): boolean {
  let found = false;
  for (const character of text) {
    const kind = caseOf(character);
    if (kind === Case.upper || kind === Case.title) return false;
    if (kind === Case.lower) found = true;
  }
  return found;
}

/** `str.isupper`: an upper-case character, and none in lower or title case. */
export function isUpper(text: string): boolean {
  let found = false;
  for (const character of text) {
    const kind = caseOf(character);
    if (kind === Case.lower || kind === Case.title) return false;
    if (kind === Case.upper) found = true;
  }
  return found;
}

/** `str.istitle`: upper case exactly where a run of cased characters begins. */
export function isTitle(text: string): boolean {
  let within = false;
  let found = false;
  for (const character of text) {
    const kind = caseOf(character);
    if (kind === Case.none) within = false;
    else {
      if ((kind === Case.lower) !== within) return false;
      within = true;
      found = true;
    }
  }
  return found;
}

/** Number of Unicode code points. */
export function codePointLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      n--;
      i++;
    }
  }
  return n;
}

/** The last `count` code points. */
export function lastCodePoints(text: string, count: number): string {
  let start = text.length;
  for (let n = 0; n < count && start > 0; n++) {
    start--;
    if (
      start > 0 &&
      (text.charCodeAt(start) & 0xfc00) === 0xdc00 &&
      (text.charCodeAt(start - 1) & 0xfc00) === 0xd800
    )
      start--;
  }
  return start === 0 ? text : text.slice(start);
}

/** Compares by code points, as Python sorts texts (JavaScript compares UTF-16 units). */
export function compareCodePoints(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above all of the other units.
    const xHigh = (x & 0xf800) === 0xd800;
    const yHigh = (y & 0xf800) === 0xd800;
    return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
  }
  return a.length - b.length;
}
