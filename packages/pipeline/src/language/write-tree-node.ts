import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { FileTree } from "./file-tree";

/**
 * Writes files into a folder, in place of what it held. They are written beside it first, so that an interruption leaves
 * the old folder or the new one, never a part.
 *
 * @param more writes what is too large for the tree into the fresh folder
 */
export function writeTree(folder: string, files: FileTree, more?: (fresh: string) => void): void {
  const parent = dirname(folder);
  const fresh = join(parent, `.${basename(folder)}.new`);
  const old = join(parent, `.${basename(folder)}.old`);
  for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const [path, bytes] of files) {
    const target = join(fresh, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  more?.(fresh);
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}
