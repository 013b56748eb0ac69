import { mkdirSync, renameSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { FileTree } from "./file-tree";
import type { Language } from "./language";
import type { StorageOptions } from "./storage";

/**
 * Writes files into a folder, in place of what it held. They are written beside it first, so that an interruption leaves
 * the old folder or the new one, never a part.
 */
export function writeTree(folder: string, files: FileTree): void {
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
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}

/** Saves a pipeline to a folder, in spaCy's layout: spaCy's `load` reads it, and ours. */
export async function toDisk(nlp: Language, folder: string, options: StorageOptions = {}): Promise<void> {
  writeTree(folder, await nlp.serialize(options));
}
