import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Which process something belongs to: a lock, an unfinished file. What the system does not tell is null. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When the process began: numbers of processes are used again. */
  readonly began: string | null;
  /** The set of numbers that the pid belongs to, on Linux: containers of one host have their own. */
  readonly space: string | null;
  /** The machine, and its run since it was switched on; on Linux. */
  readonly machine: string | null;
  readonly boot: string | null;
}

/** The numbers of the machine itself on Linux, not of a container. */
const machineSpace = "pid:[4026531836]";

let own: ProcessMark | undefined;

/** The mark of this process. */
export function thisProcess(): ProcessMark {
  own ??= {
    pid: process.pid,
    host: hostname(),
    began: readProcess(process.pid)?.began ?? null,
    space: ownSpace(),
    machine: readLine("/etc/machine-id"),
    boot: readLine("/proc/sys/kernel/random/boot_id"),
  };
  return own;
}

/** Whether a process may still be running; nobody can tell from here of one on another machine or in another container. */
export function mayRun(mark: ProcessMark): boolean {
  return lifeOf(mark) !== "dead";
}

/** Whether the process of a mark lives, as far as `here` can tell. A mark that tells no process is of a dead one. */
export function lifeOf(mark: Partial<ProcessMark>, here = thisProcess()): "alive" | "dead" | "unknown" {
  const { pid, host, machine, boot, space, began = null } = mark;
  if (!Number.isSafeInteger(pid) || pid! <= 0 || typeof host !== "string") return "dead";
  if (host !== here.host || differs(machine, here.machine)) return "unknown";
  if (differs(boot, here.boot)) return "dead";
  if (differs(space, here.space))
    // The container of this name that ran before this one; but the machine and containers that share its name run at once.
    return [space, here.space].includes(machineSpace) ? "unknown" : "dead";
  return isRunning(pid!, began) ? "alive" : "dead";
}

function isRunning(pid: number, began: string | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const found = readProcess(pid);
  if (found === undefined) return true;
  // A zombie has ended, its parent just has not asked yet.
  return found.state !== "Z" && (began === null || began === found.began);
}

/** State of a process, and its start in clock ticks since the machine's, on Linux. */
function readProcess(pid: number): { readonly state: string; readonly began: string } | undefined {
  const status = readLine(`/proc/${pid}/stat`);
  if (status === null) return undefined;
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0], began: fields[19] };
}

function differs(value: string | null | undefined, own: string | null): boolean {
  return value != null && own !== null && value !== own;
}

function readLine(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim() || null;
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
