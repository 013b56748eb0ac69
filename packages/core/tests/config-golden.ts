import { readFileSync } from "node:fs";
import { readJson } from "../src/config/json-read";
import { writeJson } from "../src/config/json-write";
import { type ConfigTable, type ConfigValue, isTable } from "../src/config/values";

/** Reads a golden file so that 1.0 stays apart from 1, and resolves its `$float` and `$int`. */
export function readGolden(path: string): ConfigValue {
  const value = readJson(readFileSync(path, "utf8"));
  if (value === undefined) throw new Error(`${path} is no JSON`);
  return decode(value);
}

function decode(value: ConfigValue): ConfigValue {
  if (Array.isArray(value)) return value.map(decode);
  if (!isTable(value)) return value;
  if (value.size === 1 && value.has("$float")) return Number(value.get("$float"));
  if (value.size === 1 && value.has("$int")) return BigInt(value.get("$int") as string);
  return new Map([...value].map(([key, item]) => [key, decode(item)]));
}

export const tableOf = (value: ConfigValue | undefined): ConfigTable => {
  if (!isTable(value)) throw new Error("the golden file has another form");
  return value;
};

/** A text that is equal for equal values; the order of keys does not count. */
export function canonical(value: ConfigValue): string {
  const sort = (item: ConfigValue): ConfigValue => {
    if (Array.isArray(item)) return item.map(sort);
    if (!isTable(item)) return item;
    return new Map([...item].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sort(inner)]));
  };
  return writeJson(sort(value));
}

/** What a test may hand to `Config`: the golden's values as they are. */
export const ordered = (value: ConfigValue): string => writeJson(value);
