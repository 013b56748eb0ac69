import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { moveTo, removeFolder, syncFolder } from "./durable-node";
import { isUnfinished, unfinishedName } from "./leftovers-node";
import { writeFileSafely } from "./pending-file-node";
import { whileBusy } from "./while-busy-node";

/*
 * New content for a folder that cannot be renamed. It is completed in `.x-new`; from then on the old entries go to `.x-old`, `.x-new`
 * becomes `.x-taking`, and its entries come up. Whoever finds one of these finishes the work; the list of old entries keeps what
 * somebody adds meanwhile.
 */
const complete = ".x-new";
const taking = ".x-taking";
const retired = ".x-old";
const list = ".x-entries";

/** The lock of a folder beside which nothing may be put. */
export const lockName = ".x-lock";

/** Whether a name stands in a folder only while its content is replaced. */
export function isOfSwap(name: string): boolean {
  return [complete, taking, retired].includes(name) || name.startsWith(lockName);
}

/** Replaces the entries of a folder. */
export function swapInside(folder: string, fill: (fresh: string) => void): void {
  const unfinished = join(folder, unfinishedName("content"));
  const entries = readdirSync(folder).filter(
    (name) => name !== "lost+found" && !isUnfinished(name) && !isOfSwap(name),
  );
  try {
    mkdirSync(unfinished);
    fill(unfinished);
    writeFileSafely(join(unfinished, list), JSON.stringify(entries));
    moveTo(unfinished, join(folder, complete));
  } catch (cause) {
    for (const path of [unfinished, join(folder, complete)]) removeFolder(path);
    throw cause;
  }
  try {
    finishSwap(folder);
  } catch (cause) {
    try {
      // What failed may be passing, and half a swap is of use to nobody who does not know of it.
      finishSwap(folder);
    } catch {
      // The next writer finishes it; until then, readers of ours find all of it.
    }
    throw cause;
  }
}

/** Whether a replacement of a folder's entries was begun and not finished. */
export function isSwapping(folder: string): boolean {
  return [complete, taking, retired].some((name) => existsSync(join(folder, name)));
}

/** Finishes a replacement that was begun. */
export function finishSwap(folder: string): void {
  const at = (...names: string[]) => join(folder, ...names);
  const move = (from: string, to: string) => whileBusy(() => renameSync(from, to));
  if (existsSync(at(complete))) {
    mkdirSync(at(retired), { recursive: true });
    const entries = JSON.parse(readFileSync(at(complete, list), "utf8")) as string[];
    for (const name of entries) if (existsSync(at(name))) move(at(name), at(retired, name));
    for (const changed of [at(retired), folder]) syncFolder(changed);
    moveTo(at(complete), at(taking));
  }
  if (existsSync(at(taking))) {
    for (const name of readdirSync(at(taking))) if (name !== list) move(at(taking, name), at(name));
    for (const changed of [at(taking), folder]) syncFolder(changed);
    removeFolder(at(taking));
    syncFolder(folder);
  }
  removeFolder(at(retired));
}

/** Where an entry of a folder is, or would be: also while entries are on their way up. */
export function settledEntry(folder: string, path: string): string {
  const raised = join(folder, taking, path);
  return existsSync(raised) ? raised : join(folder, path);
}

/** Where the complete content of a folder is to be read. */
export function settledInside(folder: string): string {
  return existsSync(join(folder, complete, list)) ? join(folder, complete) : folder;
}
