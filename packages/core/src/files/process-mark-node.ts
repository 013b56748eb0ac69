import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Which process something belongs to: a lock, an unfinished file. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When the process began, where the system tells it: numbers of processes are used again. */
  readonly began: string | null;
  /** The set of numbers that the pid belongs to, on Linux: containers of one host have their own. */
  readonly space: string | null;
}

/** The mark of this process. */
export function thisProcess(): ProcessMark {
  return { pid: process.pid, host: hostname(), began: beginOf(process.pid), space: ownSpace() };
}

/** Whether a process may still be running; nobody can tell from here of one on another machine or in another container. */
export function mayRun({ pid, host, began, space }: ProcessMark): boolean {
  if (host !== hostname() || space !== ownSpace()) return true;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EPERM") return false;
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

function ownSpace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}
