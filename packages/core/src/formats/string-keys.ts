import { StringStore } from "../text/string-store";

/**
 * Finds the texts of keys among the strings that came with a file, without storing them in a vocabulary that would keep
 * them for good.
 */
export function keysToTexts(strings: Iterable<string>): (key: bigint) => string | undefined {
  const store = new StringStore(strings);
  return (key) => store.find(key);
}
