import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { whileBusy } from "./while-busy-node";

/** What systems answer that cannot sync a folder, or not such a file. */
const cannotSync = new Set(["EINVAL", "EPERM", "EACCES", "EISDIR", "ENOTSUP", "ENOSYS", "EBADF"]);

/** Makes what stands in a folder durable: names that were added, changed or removed. */
export function syncFolder(folder: string): void {
  let file: number | undefined;
  try {
    file = openSync(folder, "r");
    fsyncSync(file);
  } catch (cause) {
    if (!cannotSync.has((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Makes a file durable that was written and closed. */
export function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a folder and those on the way to it, all of them durable. */
export function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  // Each new name stands in the folder above it.
  for (let made = resolve(folder); ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === resolve(first) || made === dirname(made)) return;
  }
}

/** Removes a file where there is one. */
export function removeFile(path: string): void {
  whileBusy(() => rmSync(path, { force: true }));
}

/** Removes a folder where there is one, with all that is in it. */
export function removeFolder(path: string): void {
  whileBusy(() => rmSync(path, { recursive: true, force: true }));
}

/** Renames a file or folder, durably. What is moved must be durable itself. */
export function moveTo(from: string, to: string): void {
  whileBusy(() => renameSync(from, to));
  syncFolder(dirname(resolve(to)));
  if (dirname(resolve(from)) !== dirname(resolve(to)) && existsSync(dirname(from)))
    syncFolder(dirname(resolve(from)));
}
