import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { openFile } from "@x/core";
import type { FileReader } from "./file-tree";

/** Reads from a folder on disk. */
export function folderReader(folder: string): FileReader {
  const isFile = (path: string) => existsSync(path) && statSync(path).isFile();
  return {
    read(path) {
      const full = join(folder, path);
      return isFile(full) ? new Uint8Array(readFileSync(full)) : undefined;
    },
    has: (path) => existsSync(join(folder, path)),
    open: (path) => (isFile(join(folder, path)) ? openFile(join(folder, path)) : undefined),
  };
}
