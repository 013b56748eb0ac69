import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { ProcessMark } from "./process-mark-node";
import { whileBusy } from "./while-busy-node";

/** What a lock says. */
export interface LockOwner extends ProcessMark {
  /** Names this one lock: no other has it, ever. */
  readonly token: string;
}

/** What is in the place of a lock. */
export interface LockFile {
  /** The token, or for a file without one what tells it from all others. */
  readonly identity: string;
  /** Empty where the file tells nobody. */
  readonly owner: Partial<LockOwner>;
  /** Changes while the holder lives. */
  readonly beat: number;
}

/** Longer than any lock of ours. */
const longest = 4096;

/** Reads a lock, undefined where there is none. What is no file (a folder, a pipe) is a lock of nobody. */
export function readLockFile(path: string): LockFile | undefined {
  let file: number;
  try {
    // Opened anew each time, and never waiting: network folders look at the server then, and a pipe has no writer.
    file = whileBusy(() => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
  try {
    const stats = fstatSync(file);
    const bytes = Buffer.alloc(longest);
    const content = stats.isFile() ? bytes.toString("utf8", 0, readSync(file, bytes, 0, longest, 0)) : "";
    const owner = parse(content);
    const { token } = owner;
    const signs = [content, stats.ino, ...(owner.pid === undefined ? [stats.mtimeMs] : [])];
    const identity =
      token !== undefined && /^[0-9a-f]{16}$/.test(token)
        ? token
        : createHash("sha256").update(signs.join()).digest("hex").slice(0, 16);
    return { identity, owner, beat: stats.mtimeMs };
  } finally {
    closeSync(file);
  }
}

function parse(content: string): Partial<LockOwner> {
  try {
    const owner: unknown = JSON.parse(content);
    return typeof owner === "object" && owner !== null ? owner : {};
  } catch {
    return {};
  }
}
