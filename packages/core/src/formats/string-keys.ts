import { StringStore } from "../text/string-store";

/**
 * Finds the texts of keys among the strings that came with a file, without storing them in a vocabulary that would keep
 * them for good.
 */
export function keysToTexts(strings: Iterable<string>): (key: bigint) => string | undefined {
  const store = new StringStore(strings);
  return (key) => store.find(key);
}

/** Orders texts by their code points, as Python does. */
export function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    // Surrogates stand for code points above all others.
    const isHigh = [x, y].map((unit) => unit >= 0xd800 && unit <= 0xdfff);
    return isHigh[0] === isHigh[1] ? x - y : isHigh[0] ? 1 : -1;
  }
  return a.length - b.length;
}
