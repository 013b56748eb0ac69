import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { FileTree } from "./file-tree";

/**
 * Writes files into a folder, in place of what it held. They are written beside it first, so that an interruption leaves
 * the old folder or the new one, never a part. Between the two renames neither has the name; `settleFolder` sees to that.
 *
 * @param more writes what is too large for the tree into the fresh folder
 */
export function writeTree(folder: string, files: FileTree, more?: (fresh: string) => void): void {
  const { fresh, old } = besides(folder);
  settleFolder(folder);
  for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
  try {
    mkdirSync(fresh, { recursive: true });
    for (const [path, bytes] of files) {
      const target = join(fresh, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
    more?.(fresh);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    throw cause;
  }
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}

/** The folder to read in the place of one that a writer was stopped at between its two renames; else the folder itself. */
export function settledFolder(folder: string): string {
  const { fresh, old } = besides(folder);
  // The old one goes aside only when the fresh one is complete.
  return !existsSync(folder) && existsSync(old) && existsSync(fresh) ? fresh : folder;
}

/** Finishes what `writeTree` was stopped at between its two renames. */
export function settleFolder(folder: string): void {
  const settled = settledFolder(folder);
  if (settled !== folder) renameSync(settled, folder);
}

function besides(folder: string): { readonly fresh: string; readonly old: string } {
  const full = resolve(folder);
  const place = (suffix: string) => join(dirname(full), `.${basename(full)}.${suffix}`);
  return { fresh: place("new"), old: place("old") };
}
