import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { atExit } from "./at-exit-node";
import { removeLeftovers, unfinishedName } from "./leftovers-node";
import { readLockFile, type LockFile, type LockOwner } from "./lock-file-node";
import { lifeOf, thisProcess } from "./process-mark-node";
import { explaining } from "./system-error";
import { pause, whileBusy } from "./while-busy-node";

/*
 * Locks between processes, as files. Two rules make them safe with any number of processes at once:
 *
 * - A lock appears whole: it is written beside its place and linked there, which fails where one is already.
 * - A lock that a killed process has left is replaced only by who holds the lock of its succession, a second lock whose name has the
 *   token of the first. So there is one heir; whoever comes late finds another token in the place and begins again. Removing the old
 *   lock and making a new one would not do: between a look and the removal another process may have become the rightful holder.
 *
 * The lock of a succession can itself be left by a killed process, and is then taken over in the same way.
 */

/** A lock that this process holds. */
export interface FileLock {
  readonly path: string;
  /** Whether it still does: who stood still for long may have been taken for dead on another machine. */
  isHeld(): boolean;
  /** Frees it; harmless when it is free already. */
  release(): void;
}

/** Who holds a lock that was asked for. */
export interface LockHolder {
  readonly path: string;
  readonly pid: number | undefined;
  readonly host: string | undefined;
}

/** Options of `waitForLock`. */
export interface WaitOptions {
  /** Milliseconds to wait for another holder. */
  readonly patience: number;
  /** The error for who has waited in vain. */
  readonly busy: (holder: LockHolder) => Error;
}

/** How often a holder shows that it lives, and after how long without a sign a holder on another machine counts as dead. */
const beatEvery = 2_000;
const deadAfter = 30_000;
const askEvery = 50;

/** Without hard links a lock is for a moment not yet written: so long does one that tells nobody count as such. */
const writingTakes = 1_000;

/**
 * Takes a lock, or says who holds it. The lock of a process that has ended is taken over.
 *
 * @throws FS01-FS06 when the system refuses
 */
export function tryLock(path: string): FileLock | LockHolder {
  const taken = explaining(path, () => claim(path));
  return typeof taken === "string" ? startHolding(path, taken) : holderOf(path, taken);
}

/** Whether `tryLock` was successful. */
export function isLock(taken: FileLock | LockHolder): taken is FileLock {
  return "release" in taken;
}

/** Takes a lock as soon as no other process holds it. @throws what `busy` makes when that takes too long */
export async function waitForLock(path: string, options: WaitOptions): Promise<FileLock> {
  for (const attempt of attempts(path, options)) {
    if (attempt !== undefined) return attempt;
    await sleep(askEvery);
  }
  throw busy(path, options);
}

/** As `waitForLock`, and the thread stands still meanwhile. */
export function waitForLockSync(path: string, options: WaitOptions): FileLock {
  for (const attempt of attempts(path, options)) {
    if (attempt !== undefined) return attempt;
    pause(askEvery);
  }
  throw busy(path, options);
}

function* attempts(path: string, { patience }: WaitOptions): Generator<FileLock | undefined> {
  const start = performance.now();
  let seen: { readonly sign: string; readonly at: number } | undefined;
  let presumedDead: string | undefined;
  do {
    const taken = explaining(path, () => claim(path, presumedDead));
    if (typeof taken === "string") yield startHolding(path, taken);
    else {
      const now = performance.now();
      const sign = `${taken.identity} ${taken.beat}`;
      if (seen?.sign !== sign) seen = { sign, at: now };
      // The clocks of two machines differ: what counts is how long this one has seen no change.
      else if (lifeOf(taken.owner) === "unknown" && now - seen.at > deadAfter) presumedDead = taken.identity;
      yield undefined;
    }
  } while (performance.now() - start < patience);
}

function busy(path: string, options: WaitOptions): Error {
  return options.busy(holderOf(path, readLockFile(path)));
}

function holderOf(path: string, file: LockFile | undefined): LockHolder {
  return { path, pid: file?.owner.pid, host: file?.owner.host };
}

function startHolding(path: string, token: string): FileLock {
  const sign = setInterval(() => {
    const now = new Date();
    try {
      if (isHeld()) utimesSync(path, now, now);
    } catch {
      // Nothing to keep alive.
    }
  }, beatEvery);
  sign.unref();
  const isHeld = () => readLockFile(path)?.identity === token;
  const release = () => {
    clearInterval(sign);
    try {
      unclaim(path, token);
    } catch {
      // A lock that a living process has left stands in the way of all others: once more, and at the end of the process.
      unclaim(path, token);
    }
    forget();
  };
  const forget = atExit(release);
  try {
    removeDeadClaims(path, token);
  } catch {
    // What others have left harms nobody; the next holder removes it.
  }
  return { path, isHeld, release };
}

/** Puts a lock into its place, or gives the one that is there. @returns the token of the lock */
function claim(path: string, presumedDead?: string): string | LockFile {
  const owner: LockOwner = { token: randomBytes(8).toString("hex"), ...thisProcess() };
  const fresh = join(dirname(path), unfinishedName(basename(path)));
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(fresh, JSON.stringify(owner), { flag: "wx" });
    for (let waited = 0; ;) {
      if (linkIntoPlace(fresh, path, owner)) return owner.token;
      const found = readLockFile(path);
      if (found === undefined) continue;
      // A server whose answer was lost was asked twice, and refused the second time.
      if (found.identity === owner.token) return owner.token;
      if (found.owner.pid === undefined && waited < writingTakes) {
        pause(20);
        waited += 20;
      } else if (lifeOf(found.owner) !== "dead" && found.identity !== presumedDead) return found;
      else if (replaceDead(path, found.identity, fresh)) return owner.token;
    }
  } finally {
    removeIfPossible(fresh);
  }
}

/** Removes what decides nothing; where that fails, the next holder does it. */
function removeIfPossible(path: string): void {
  for (let attempt = 0; attempt < 2; attempt++)
    try {
      return rmSync(path, { force: true });
    } catch {
      // Once more.
    }
}

/** Puts a new lock in the place of a dead one, unless somebody else is doing that or has done it. */
function replaceDead(path: string, dead: string, fresh: string): boolean {
  const succession = `${path}.${dead}.heir`;
  const right = claim(succession);
  if (typeof right !== "string") {
    pause(2);
    return false;
  }
  try {
    if (readLockFile(path)?.identity !== dead) return false;
    whileBusy(() => renameSync(fresh, path));
    return true;
  } finally {
    unclaim(succession, right);
  }
}

/** Links a written lock into a place that is free. */
function linkIntoPlace(fresh: string, path: string, owner: LockOwner): boolean {
  try {
    linkSync(fresh, path);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code === "ENOENT") throw cause;
  }
  // Some file systems have no hard links (FAT, some network folders).
  try {
    whileBusy(() => writeFileSync(path, JSON.stringify(owner), { flag: "wx" }));
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

function unclaim(path: string, token: string): void {
  if (readLockFile(path)?.identity === token) whileBusy(() => rmSync(path, { force: true }));
}

/**
 * Removes what processes have left that were killed while they took this lock. Successions of other locks than the one held now decide
 * nothing any more, so nobody can be hurt by their removal.
 */
function removeDeadClaims(path: string, token: string): void {
  const folder = dirname(path);
  removeLeftovers(folder);
  const begin = `${basename(path)}.`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(begin) || name.startsWith(begin + token)) continue;
    if (!/^([0-9a-f]{16}\.heir\.?)+$/.test(name.slice(begin.length))) continue;
    const file = readLockFile(join(folder, name));
    if (file !== undefined && lifeOf(file.owner) === "dead") rmSync(join(folder, name), { force: true });
  }
}
