import { Lookups } from "@x/core";
import { msgpackParts, packMsgpack, unpackMsgpack } from "@x/core/spi";

/** Tables by name, each a map from keys to values: the file `lookups.bin`. */
export function lookupsBytes(lookups: Lookups): Uint8Array {
  return packMsgpack(
    Object.fromEntries(lookups.tables.map((table) => [table.name, new Map(table.entries())])),
  );
}

/** Reads what `lookupsBytes` wrote, or spaCy: each table when it is first asked. */
export function readLookups(bytes: Uint8Array): Lookups {
  const lookups = new Lookups();
  for (const [name, part] of msgpackParts(bytes)) {
    lookups.addTable(name, () => {
      const table = unpackMsgpack(part) as object;
      const entries = table instanceof Map ? [...table] : Object.entries(table);
      return entries.map(([key, value]) => [typeof key === "number" ? BigInt(key) : key, value] as const);
    });
  }
  return lookups;
}
