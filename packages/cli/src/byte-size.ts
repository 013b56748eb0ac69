import { errors } from "./errors";

const units = ["B", "KB", "MB", "GB", "TB"];

/** Bytes of an argument such as `500MB` or `8GB`. @throws L006 */
export function parseByteSize(option: string, value: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)?$/i.exec(value.trim());
  if (found === null) throw errors.wrongOption(option, value, "a size such as 500MB or 8GB");
  return Number(found[1]) * 1024 ** Math.max(0, units.indexOf((found[2] ?? "B").toUpperCase()));
}
