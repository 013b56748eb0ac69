import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { error } from "../errors";

/** How often a holder shows that it lives, and after how long without a sign it counts as dead, in milliseconds. */
const beat = 2_000;
const deadAfter = 15_000;

/**
 * Runs a task while no other process runs one with the same lock. A lock that a killed process has left is taken over.
 *
 * @param patience milliseconds to wait for another process
 * @throws TR209 if it still holds the lock then
 */
export async function withFileLock<T>(path: string, patience: number, task: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = 0; !tryLock(path); waited += 100) {
    if (isLeft(path)) rmSync(path, { force: true });
    else if (waited >= patience) throw error("TR209", path);
    else await sleep(100);
  }
  const sign = setInterval(() => touch(path), beat);
  sign.unref();
  try {
    return await task();
  } finally {
    clearInterval(sign);
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: "wx" });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

function isLeft(path: string): boolean {
  try {
    const { pid, host } = JSON.parse(readFileSync(path, "utf8")) as { pid: number; host: string };
    if (host === hostname() && !isAlive(pid)) return true;
  } catch {
    // Half written, or gone just now: its age decides.
  }
  try {
    return Date.now() - statSync(path).mtimeMs > deadAfter;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Someone has removed the lock: nothing to keep alive.
  }
}
