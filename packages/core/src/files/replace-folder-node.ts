import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { errorCode } from "../errors";
import { isXError } from "../errors";
import { makeFolder, moveTo, removeFolder, syncFile, syncFolder } from "./durable-node";
import { fileErrors } from "./errors";
import { isUnfinished, removeLeftovers, unfinishedName } from "./leftovers-node";
import { listFiles } from "./list-files-node";
import { waitForLockSync, type FileLock, type LockHolder } from "./lock-node";
import { finishSwap, isOfSwap, isSwapping, lockName, settledInside, swapInside } from "./swap-inside-node";
import { explaining, explainSystemError } from "./system-error";
import { whileBusy } from "./while-busy-node";

/** Tells of a folder which of its files may go, by their path with `/`. */
export type MayGo = (folder: string) => (path: string) => boolean;

/** What takes the place of a folder's content. */
export interface Replacement {
  /** Writes the new content into an empty folder. Called again where the first place turns out not to do. */
  readonly fill: (fresh: string) => void;
  readonly mayGo: MayGo;
}

/**
 * Gives a folder new content, wholly or not at all: an interruption, a full disk or a power cut leaves the old content or the new.
 *
 * The content is written beside the folder, synced, and takes its place; the old one goes when the new one is durable. Between the two
 * renames neither has the name: `settledFolder` tells where to read then. A link stays a link, its target gets the content. Where
 * the folder itself cannot be renamed (a mount point, the working folder, a parent that may not be written), its entries are.
 *
 * @throws FS07 files are in the way, FS08 a file stands there, FS01-FS06 when the system refuses
 */
export function replaceFolder(folder: string, { fill, mayGo }: Replacement): void {
  explaining(folder, () => {
    const target = realFolder(folder);
    holding(target, folder, (checkHeld) => {
      settle(target);
      checkFiles(target, { shown: folder, mayGo });
      if (existsSync(target)) removeLeftovers(target);
      const fillHeld = (fresh: string) => {
        fillDurably(fresh, fill);
        checkHeld();
      };
      const inside = () => swapInside(target, fillHeld);
      if (mustStay(target)) return inside();
      try {
        swap(target, fillHeld);
      } catch (cause) {
        if (!existsSync(target) || !cannotMove.has((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
        inside();
        settle(target);
      }
    });
  });
}

/** Throws FS07 where files stand in a folder's place that may not go, and FS08 where a file does. */
export function checkReplaceable(folder: string, mayGo: MayGo): void {
  const check = () => checkFiles(realFolder(folder), { shown: folder, mayGo });
  try {
    check();
  } catch (cause) {
    if (errorCode(cause) !== "FS07") throw explainSystemError(cause, folder) ?? cause;
    // Somebody may be saving: what was read of the folder could be of two versions.
    explaining(folder, () => holding(realFolder(folder), folder, check));
  }
}

function checkFiles(
  target: string,
  { shown, mayGo }: { readonly shown: string; readonly mayGo: MayGo },
): void {
  if (!existsSync(target)) return;
  if (!statSync(target).isDirectory()) throw fileErrors.notAFolder(shown);
  const isReplaced = mayGo(target);
  const inTheWay: string[] = [];
  for (const path of listFiles(target)) {
    if (isIncidental(path) || isReplaced(path)) continue;
    inTheWay.push(path);
    if (inTheWay.length === mostNames) break;
  }
  if (inTheWay.length > 0) throw fileErrors.foreignFiles(shown, inTheWay);
}

/** The folder to read in the place of one that a writer was stopped at between its two renames; else the folder itself. */
export function settledFolder(folder: string): string {
  if (existsSync(folder)) return settledInside(folder);
  // What has this name is complete.
  return [foldersBeside(folder).fresh, foldersBeside(folder).old].find((path) => existsSync(path)) ?? folder;
}

/** Finishes what a writer of the folder was stopped at. @throws FS09 */
export function settleFolder(folder: string): void {
  const target = realFolder(folder);
  const { fresh, old } = foldersBeside(target);
  const isSettled = !isSwapping(target) && !existsSync(fresh) && !existsSync(old);
  if (!isSettled) explaining(folder, () => holding(target, folder, () => settle(target)));
}

function settle(folder: string): void {
  const settled = settledFolder(folder);
  if (existsSync(folder)) {
    if (isSwapping(folder)) finishSwap(folder);
  } else if (settled !== folder) moveTo(settled, folder);
  if (!existsSync(folder)) return;
  const { fresh, old } = foldersBeside(folder);
  for (const left of [fresh, old]) removeFolder(left);
}

/** Milliseconds to wait for another process that saves into the same folder. */
const patience = 120_000;

/** Runs with the lock of a folder, which lies beside it, or in it where nothing may be put beside. */
function holding(target: string, shown: string, run: (checkHeld: () => void) => void): void {
  const busy = ({ pid, host, path }: LockHolder) => fileErrors.folderLocked(shown, pid, host, path);
  const lock = (path: string) => waitForLockSync(path, { patience, busy });
  let held: FileLock;
  try {
    makeFolder(dirname(target));
    held = lock(join(dirname(target), `.${basename(target)}.x-lock`));
  } catch (cause) {
    const refused = (isXError(cause) ? cause.cause : cause) as NodeJS.ErrnoException | undefined;
    if (!existsSync(target) || !cannotMove.has(refused?.code ?? "")) throw cause;
    held = lock(join(target, lockName));
  }
  try {
    run(() => {
      if (!held.isHeld()) throw busy({ pid: undefined, host: undefined, path: held.path });
    });
  } finally {
    held.release();
  }
}

/** Names that an error tells. */
const mostNames = 10;

/** What systems answer that do not let a folder be renamed, or anything be put beside it. */
const cannotMove = new Set(["EBUSY", "EXDEV", "EPERM", "EACCES", "EROFS"]);

/** Files that systems put everywhere, and ours of an interrupted save. */
function isIncidental(path: string): boolean {
  const [name, top] = [basename(path), path.split("/")[0]];
  return name === ".DS_Store" || name === "Thumbs.db" || isOfSwap(top) || isUnfinished(top);
}

function swap(target: string, fill: (fresh: string) => void): void {
  const { fresh, old } = foldersBeside(target);
  const parent = dirname(target);
  makeFolder(parent);
  removeLeftovers(parent);
  const unfinished = join(parent, unfinishedName(basename(target)));
  const isThere = existsSync(target);
  try {
    mkdirSync(unfinished);
    fillDurably(unfinished, fill);
    if (isThere) chmodSync(unfinished, statSync(target).mode & 0o7777);
    moveTo(unfinished, fresh);
    // Not synced by itself: what of the two survives a power cut is complete, and a plain reader finds nothing only between them.
    if (isThere) whileBusy(() => renameSync(target, old));
    moveTo(fresh, target);
  } catch (cause) {
    try {
      if (existsSync(old)) takeBack(target, { fresh, old });
      for (const path of [unfinished, fresh]) removeFolder(path);
    } catch {
      // The first failure is the one to tell; what is left is settled next time.
    }
    throw cause;
  }
  removeFolder(old);
}

/** Puts the old content back. */
function takeBack(target: string, { fresh, old }: { readonly fresh: string; readonly old: string }): void {
  if (existsSync(target)) whileBusy(() => renameSync(target, fresh));
  whileBusy(() => renameSync(old, target));
}

/** Fills a folder and makes all that is in it durable. */
function fillDurably(fresh: string, fill: (fresh: string) => void): void {
  fill(fresh);
  const folders = new Set([fresh]);
  for (const path of listFiles(fresh)) {
    syncFile(join(fresh, path));
    for (let at = dirname(path); at !== "."; at = dirname(at)) folders.add(join(fresh, at));
  }
  for (const path of folders) syncFolder(path);
}

/** A folder in which this process works, and a mount point. */
function mustStay(target: string): boolean {
  if (!existsSync(target)) return false;
  if (`${workingFolder()}${sep}`.startsWith(`${target}${sep}`)) return true;
  return dirname(target) === target || statSync(target).dev !== statSync(dirname(target)).dev;
}

function workingFolder(): string {
  try {
    return realpathSync(process.cwd());
  } catch {
    // It was removed.
    return "";
  }
}

/** What a link stands for, also one to nothing. */
function realFolder(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  const isLink = lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? resolve(dirname(folder), readlinkSync(folder)) : resolve(folder);
}

function foldersBeside(folder: string): { readonly fresh: string; readonly old: string } {
  const full = realFolder(folder);
  const place = (suffix: string) => join(dirname(full), `.${basename(full)}.x-${suffix}`);
  return { fresh: place("new"), old: place("old") };
}
