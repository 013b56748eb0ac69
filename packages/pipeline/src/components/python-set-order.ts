import { keyOfText } from "@x/core";

const mask64 = (1n << 64n) - 1n;
const prime1 = 11400714785074694791n;
const prime2 = 14029467366897019727n;
const prime5 = 2870177450012600261n;
/** Integers are hashed modulo this prime. */
const integerModulus = (1n << 61n) - 1n;
const linearProbes = 9;

interface Item {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The order in which a set of CPython (3.8 and later) gives tuples `(key, start, end)`: the order of its hash table.
 *
 * spaCy's entity ruler puts its matches into such a set, which decides between rules that match the same tokens.
 * @param items without repetition, in the order of their addition
 */
export function pythonSetOrder<T extends Item>(items: readonly T[]): T[] {
  const hashes = new Map(
    items.map((item) => [item, tupleHash([keyOfText(item.key), BigInt(item.start), BigInt(item.end)])]),
  );
  let table = new Array<T | undefined>(8).fill(undefined);
  const insert = (item: T) => (table[freePlace(table, hashes.get(item) as bigint)] = item);
  items.forEach((item, index) => {
    insert(item);
    const used = index + 1;
    if (used * 5 < (table.length - 1) * 3) return;
    let size = 8;
    while (size <= (used > 50_000 ? used * 2 : used * 4)) size *= 2;
    const old = table;
    table = new Array<T | undefined>(size).fill(undefined);
    for (const moved of old) if (moved !== undefined) insert(moved);
  });
  return table.filter((item) => item !== undefined);
}

function freePlace(table: readonly unknown[], hash: bigint): number {
  const mask = table.length - 1;
  let at = Number(hash & BigInt(mask));
  for (let perturb = hash >> 5n; ; perturb >>= 5n) {
    const last = at + linearProbes <= mask ? at + linearProbes : at;
    for (let place = at; place <= last; place++) if (table[place] === undefined) return place;
    at = Number((BigInt(at) * 5n + 1n + perturb) & BigInt(mask));
  }
}

function tupleHash(items: readonly bigint[]): bigint {
  let hash = prime5;
  for (const item of items) {
    hash = (hash + (item % integerModulus) * prime2) & mask64;
    hash = ((hash << 31n) | (hash >> 33n)) & mask64;
    hash = (hash * prime1) & mask64;
  }
  hash = (hash + (BigInt(items.length) ^ prime5 ^ 3527539n)) & mask64;
  return hash === mask64 ? 1546275796n : hash;
}
