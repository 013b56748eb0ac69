import type { FileTree } from "@x/pipeline";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** All files of a folder; those whose names begin with a dot are left out. */
export function readTree(folder: string): FileTree {
  const files: FileTree = new Map();
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else files.set(path, new Uint8Array(readFileSync(join(folder, path))));
    }
  };
  walk("");
  return files;
}
