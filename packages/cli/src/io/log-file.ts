import { closeSync, existsSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { LogFile } from "@x/pipeline";

/** Opens new files for loggers, relative to a folder; an existing file is left alone. Every line is on disk at once, so that a log can be followed. */
export function logFiles(cwd: string): (path: string) => LogFile | undefined {
  return (path) => {
    const file = resolve(cwd, path);
    if (existsSync(file)) return undefined;
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(file, "wx");
    return { write: (text) => void writeSync(handle, text), close: () => closeSync(handle) };
  };
}
