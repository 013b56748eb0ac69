import { isPathInside, replaceFolder, writeAll, type MayGo } from "@x/core/files";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import { errors } from "../../errors";
import type { FileTree } from "./file-tree";

/** Options of `writeTree`. */
export interface WriteTreeOptions {
  /** Writes what is too large for the tree into the fresh folder. */
  readonly more?: (fresh: string) => void;
  /** Which files that stand there may go. Default: those that are rewritten. */
  readonly mayGo?: MayGo;
}

/**
 * Writes files into a folder as a whole, replacing its content, as `replaceFolder` does.
 *
 * @throws P425 a path outside the folder, FS07 files are in the way, FS08 a file stands there, FS01-FS06 when the system refuses
 */
export function writeTree(
  folder: string,
  files: FileTree,
  { more, mayGo = () => (path) => files.has(path) }: WriteTreeOptions = {},
): void {
  for (const path of files.keys()) if (!isPathInside(path)) throw errors.unsafePath(path);
  replaceFolder(folder, {
    mayGo,
    fill(fresh) {
      for (const [path, bytes] of files) {
        const target = join(fresh, path);
        mkdirSync(dirname(target), { recursive: true });
        const file = openSync(target, "wx");
        try {
          writeAll(file, bytes);
        } finally {
          closeSync(file);
        }
      }
      more?.(fresh);
    },
  });
}
