import { Lookups, packMsgpack, unpackMsgpack } from "@x/core";

/** Tables by name, each a map from keys to values: the file `lookups.bin`. */
export function lookupsBytes(lookups: Lookups): Uint8Array {
  return packMsgpack(
    Object.fromEntries(lookups.tables.map((table) => [table.name, new Map(table.entries())])),
  );
}

/** Reads what `lookupsBytes` wrote, or spaCy. */
export function readLookups(bytes: Uint8Array): Lookups {
  const lookups = new Lookups();
  for (const [name, table] of Object.entries(unpackMsgpack(bytes) as Record<string, unknown>)) {
    const entries = table instanceof Map ? [...table] : Object.entries(table as object);
    const keyed = entries.map(
      ([key, value]) => [typeof key === "number" ? BigInt(key) : key, value] as const,
    );
    lookups.addTable(name, keyed as [string | bigint, unknown][]);
  }
  return lookups;
}
