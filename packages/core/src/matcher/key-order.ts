import { keyOfText } from "../text/string-store";

/**
 * The order in which spaCy gives matches of several rules with the same phrase: that of a hash table of 64-bit keys with
 * linear probing, which begins with 8 places and doubles when it is three fifths full (`preshed.maps`).
 *
 * @param names in the order of their addition
 */
export function spacyOrder(names: readonly string[]): string[] {
  if (names.length < 2) return [...names];
  let table = new Array<string | undefined>(8).fill(undefined);
  let filled = 0;
  const insert = (name: string) => {
    let at = Number(keyOfText(name) & BigInt(table.length - 1));
    while (table[at] !== undefined) at = (at + 1) & (table.length - 1);
    table[at] = name;
    filled++;
    if ((filled + 1) * 5 < table.length * 3) return;
    const old = table;
    table = new Array<string | undefined>(old.length * 2).fill(undefined);
    filled = 0;
    for (const moved of old) if (moved !== undefined) insert(moved);
  };
  names.forEach(insert);
  return table.filter((name) => name !== undefined);
}
