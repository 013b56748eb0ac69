import { appendSafely, writeFileSafely } from "@x/core/files";
import { existsSync, readFileSync } from "node:fs";
import type { LogFile } from "./logger";

/**
 * Creates a file and its folders; undefined if the file exists already. Every line is on disk when `write` returns.
 *
 * @param options `keep`: continue with an existing file, behind those of its lines for which this is true
 */
export function createLogFile(
  path: string,
  { keep }: { readonly keep?: (line: string) => boolean } = {},
): LogFile | undefined {
  const isThere = existsSync(path);
  if (isThere && keep === undefined) return undefined;
  const lines = isThere && keep ? readFileSync(path, "utf8").split("\n").filter(keep) : [];
  writeFileSafely(path, lines.map((line) => `${line}\n`).join(""));
  return { write: (text) => appendSafely(path, text), close: () => undefined };
}
