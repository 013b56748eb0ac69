import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { StringStore, hashString } from "../src";
import { hashKeys, symbolIds } from "../src/spi";

const golden = openGolden("core");

interface Hashing {
  strings: { string: string; hash_string: string; string_store: string; is_symbol: boolean }[];
  symbols: Record<string, number>;
  hash_keys: { keys: string[]; results: { seed: number; hash: Parameters<typeof decodeArray>[0] }[] };
}

const id = "core/hashing.json";

golden.skipUnless(id, () => {
  const cases = golden.json<Hashing>(id);

  golden.case(`${id}#strings`, () => {
    const store = new StringStore();
    for (const { string, hash_string, string_store, is_symbol } of cases.strings) {
      expect(String(hashString(string)), JSON.stringify(string)).toBe(hash_string);
      expect(String(store.keyOf(string)), JSON.stringify(string)).toBe(string_store);
      expect(symbolIds.has(string)).toBe(is_symbol);
    }
  });

  golden.case(`${id}#symbols`, () => {
    expect(Object.fromEntries(symbolIds)).toEqual(cases.symbols);
  });

  golden.case(`${id}#hash_keys`, () => {
    const keys = BigUint64Array.from(cases.hash_keys.keys, BigInt);
    for (const { seed, hash } of cases.hash_keys.results)
      expect(hashKeys(keys, seed), `seed ${seed}`).toEqual(decodeArray(hash).data);
  });
});
