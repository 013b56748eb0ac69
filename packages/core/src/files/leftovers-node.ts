import { createHash } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { mayRun, thisProcess } from "./process-mark-node";

/** `.NAME.PLACE-PID-BEGAN-COUNT.tmp`: unfinished files and folders tell whose they are. */
const unfinished = /^\..+\.([0-9a-f]{8})-(\d+)-(\d*)-\d+\.tmp$/;

/** Milliseconds after which what a process of another machine has begun counts as given up. */
const givenUp = 7 * 24 * 3600 * 1000;

/** Bytes of a name: file systems allow 255. */
const longestName = 150;

/** Threads of one process count from different numbers. */
let count = threadId * 1e9;

/** A name for the unfinished form of a file or folder, beside it; another one each time. */
export function unfinishedName(name: string): string {
  const { pid, began } = thisProcess();
  const isShort = Buffer.byteLength(name) <= longestName;
  const shown = isShort ? name : createHash("sha256").update(name).digest("hex").slice(0, 32);
  return `.${shown}.${ownPlace()}-${pid}-${began ?? ""}-${count++}.tmp`;
}

/** Whether a name is that of something unfinished. */
export function isUnfinished(name: string): boolean {
  return unfinished.test(name);
}

/** Removes what processes that no longer run have left unfinished in a folder; what cannot be removed stays. */
export function removeLeftovers(folder: string): void {
  try {
    for (const name of leftovers(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  } catch {
    // The folder may be another's: that is no reason not to write.
  }
}

/** What processes that no longer run have left unfinished in a folder. */
export function leftovers(folder: string): string[] {
  const names = readdirSync(folder).filter(isUnfinished);
  if (names.length === 0) return [];
  const own = ownPlace();
  const changed = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return names.filter((name) => {
    const [, place, pid, began] = unfinished.exec(name)!;
    if (place === own)
      return !mayRun({ ...thisProcess(), pid: Number(pid), began: began === "" ? null : began });
    // By the time of the file system: clocks of machines differ.
    return changed(folder) - changed(join(folder, name)) > givenUp;
  });
}

/** The machine and the container that numbers of processes belong to. */
function ownPlace(): string {
  const { host, space } = thisProcess();
  return createHash("sha256").update(`${host} ${space}`).digest("hex").slice(0, 8);
}
