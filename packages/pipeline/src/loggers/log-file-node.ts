import { closeSync, existsSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { LogFile } from "./logger";

/** Creates a file and its folders; undefined if the file exists already. Every line is on disk when `write` returns. */
export function createLogFile(path: string): LogFile | undefined {
  if (existsSync(path)) return undefined;
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "wx");
  return { write: (text) => void writeSync(file, text), close: () => closeSync(file) };
}
