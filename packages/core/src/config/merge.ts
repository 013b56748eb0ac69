import { Float } from "../formats/msgpack-float";
import { type ConfigTable, type ConfigValue, copyValue, isTable } from "./values";

/** The key `@kind` of a block that names a registered function. */
export function referenceKey(table: ConfigTable): string | undefined {
  for (const key of table.keys()) if (key.startsWith("@")) return key;
  return undefined;
}

const plain = (value: ConfigValue | undefined) => (value instanceof Float ? value.value : value);

/**
 * Adds to a table what it lacks of the defaults, section by section. Blocks that name another registered function
 * than the defaults do are left alone: its arguments are not theirs.
 *
 * @param removeExtra also drop what the defaults do not have
 */
export function addDefaults(table: ConfigTable, defaults: ConfigTable, removeExtra = false): void {
  if (removeExtra) for (const key of [...table.keys()]) if (!defaults.has(key)) table.delete(key);
  for (const [key, value] of defaults) {
    if (!isTable(value)) {
      if (!table.has(key)) table.set(key, copyValue(value));
      continue;
    }
    if (!table.has(key)) table.set(key, new Map());
    const node = table.get(key)!;
    if (!isTable(node)) continue;
    const theirs = referenceKey(value);
    const ours = referenceKey(node);
    if (
      ours !== undefined &&
      theirs !== undefined &&
      node.has(theirs) &&
      plain(node.get(theirs)) !== plain(value.get(theirs))
    )
      continue;
    if (ours !== undefined && (!value.has(ours) || plain(node.get(ours)) !== plain(value.get(ours))))
      continue;
    addDefaults(node, value, removeExtra);
  }
}
