import { Float } from "../formats/msgpack-float";
import type { ConfigObject } from "../registry/registration";

/**
 * Values as a config holds them. Tables are Maps, because the order of keys matters and JavaScript's objects
 * reorder keys that look like integers; integral floats are wrapped, because 1.0 is not 1 in a config.
 */
export type ConfigValue =
  null | boolean | number | bigint | string | Float | readonly ConfigValue[] | ConfigTable;
/** A section of a config, in the order of its keys. */
export type ConfigTable = Map<string, ConfigValue>;

export const isTable = (value: unknown): value is ConfigTable => value instanceof Map;

/** Turns plain data (objects, Maps, arrays, scalars, `Float`) into the inner form; the result shares nothing. */
export function fromPlain(value: unknown): ConfigValue {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(fromPlain);
  if (value instanceof Float) return value;
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [String(key), fromPlain(item)]));
  if (typeof value === "object" && value !== null)
    return new Map(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, fromPlain(item)]),
    );
  return value as ConfigValue;
}

/** The plain data of a value: objects for tables, numbers for wrapped floats. */
export function toPlain(value: ConfigValue): unknown {
  if (value instanceof Float) return value.value;
  if (isTable(value)) return tableToPlain(value);
  if (Array.isArray(value)) return value.map(toPlain);
  return value;
}

export function tableToPlain(table: ConfigTable): ConfigObject {
  return Object.fromEntries([...table].map(([key, item]) => [key, toPlain(item)]));
}

export function copyTable(table: ConfigTable): ConfigTable {
  return new Map([...table].map(([key, value]) => [key, copyValue(value)]));
}

export function copyValue(value: ConfigValue): ConfigValue {
  if (isTable(value)) return copyTable(value);
  if (Array.isArray(value)) return value.map(copyValue);
  return value;
}

/** A number as Python would hold it: floats that happen to be integral are wrapped. */
export function float(value: number): ConfigValue {
  return Number.isInteger(value) ? new Float(value) : value;
}
