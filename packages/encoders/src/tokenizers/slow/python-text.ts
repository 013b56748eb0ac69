// What Python's str methods and unicodedata do, where JavaScript's own differ.

const space = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const leading = new RegExp(`^${space}+`, "u");
const trailing = new RegExp(`${space}+$`, "u");
const between = new RegExp(`${space}+`, "u");

/** `str.split()`: the words between whitespace. */
export function splitWords(text: string): string[] {
  return text.split(between).filter((word) => word !== "");
}

/** `str.lstrip()` */
export function stripStart(text: string): string {
  return text.replace(leading, "");
}

/** `str.rstrip()` */
export function stripEnd(text: string): string {
  return text.replace(trailing, "");
}

export function startsWithSpace(text: string): boolean {
  return leading.test(text);
}

const combining = new Map<string, boolean>();

/** `unicodedata.combining(character) != 0`: whether normalisation may move the mark past others. */
export function isCombining(character: string): boolean {
  if (!/\p{M}/u.test(character)) return false;
  let known = combining.get(character);
  if (known === undefined) {
    // The classes themselves cannot be asked for; marks of the lowest and of the highest class show them by their order.
    const [low, high] = ["\u0334", "\u0345"];
    const moves = (marks: string) => `x${marks}`.normalize("NFD") !== `x${marks}`;
    known = character === low || character === high || moves(character + low) || moves(high + character);
    combining.set(character, known);
  }
  return known;
}
