import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { error } from "../errors";

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, where the system tells it: numbers of processes are used again. */
  readonly began: string | null;
}

/**
 * Keeps a folder for this process; a lock that a killed process has left is taken over.
 *
 * @returns gives the folder back
 */
export function lockFolder(folder: string, shown: string): () => void {
  const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
  const path = join(folder, ".lock");
  const owner: Owner = { pid: process.pid, host: hostname(), began: beginOf(process.pid) };
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(owner), { flag: "wx" });
      return () => {
        rmSync(path, { force: true });
        // A training that failed before its first step leaves nothing.
        if (isNew && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
      };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    }
    const holder = readOwner(path);
    if (attempt > 0 || (holder !== undefined && isAlive(holder)))
      throw error("L120", shown, holder?.pid ?? 0, holder?.host ?? "", path);
    rmSync(path, { force: true });
  }
}

function readOwner(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8")) as Partial<Owner> | null;
    return typeof owner?.pid === "number" && typeof owner.host === "string" ? (owner as Owner) : undefined;
  } catch {
    // Half a lock is one that its owner was killed over.
    return undefined;
  }
}

function isAlive({ pid, host, began }: Owner): boolean {
  // Nobody can tell from here whether a process of another machine lives.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
  return began === null || beginOf(pid) === began;
}

/** The start of a process in clock ticks since the machine's, on Linux. */
function beginOf(pid: number): string | null {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
