import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { LogFile } from "./logger";

/**
 * Creates a file and its folders; undefined if the file exists already. Every line is on disk when `write` returns.
 *
 * @param options `keep`: go on with an existing file, behind those of its lines for which this is true
 */
export function createLogFile(
  path: string,
  { keep }: { readonly keep?: (line: string) => boolean } = {},
): LogFile | undefined {
  if (existsSync(path)) {
    if (keep === undefined) return undefined;
    const lines = readFileSync(path, "utf8").split("\n").filter(keep);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  }
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a");
  return { write: (text) => void writeSync(file, text), close: () => closeSync(file) };
}
