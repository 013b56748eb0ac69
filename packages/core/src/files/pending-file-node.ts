import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { atExit } from "./at-exit-node";
import { makeFolder, moveTo, removeFile } from "./durable-node";
import { removeLeftovers, unfinishedName } from "./leftovers-node";
import { explaining } from "./system-error";

/** A file that is written beside its place and takes it only when complete and on disk: a good one is never replaced by half. */
export interface PendingFile {
  write(data: string | Uint8Array): void;
  /** Puts the file in its place; it is there after a power cut too. */
  commit(): void;
  /** Forgets what was written. */
  discard(): void;
}

/** Bytes that go to a file at once: below what one write may take. */
const largestWrite = 2 ** 30;

/** Folders whose leftovers were looked through: once is enough, a folder may hold many files. */
const swept = new Set<string>();

/**
 * Starts a file beside `path`; folders on the way are made. What is no plain file (`/dev/null`, a pipe) is written as it goes, and a
 * link stays a link.
 *
 * @throws FS01-FS06 when the system refuses; what stood there stays, and nothing else
 */
export function openPending(path: string): PendingFile {
  return explaining(path, () => {
    const found = existsSync(path) ? statSync(path) : undefined;
    if (found !== undefined && !found.isFile() && !found.isDirectory()) return openDirectly(path);
    const target = found === undefined ? resolve(path) : realpathSync(path);
    return openBeside(target, { shown: path, mode: found?.isFile() ? found.mode & 0o777 : undefined });
  });
}

/** Writes a whole file, as `openPending` does. */
export function writeFileSafely(path: string, data: string | Uint8Array): void {
  const file = openPending(path);
  file.write(data);
  file.commit();
}

function openBeside(
  target: string,
  { shown, mode }: { readonly shown: string; readonly mode: number | undefined },
): PendingFile {
  const folder = dirname(target);
  makeFolder(folder);
  if (!swept.has(folder)) removeLeftovers(folder);
  swept.add(folder);
  const pending = join(folder, unfinishedName(basename(target)));
  let file: number | undefined;
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const discard = () => {
    forget();
    try {
      close();
    } finally {
      removeFile(pending);
    }
  };
  // Before the file is there: a signal may come as soon as it is.
  const forget = atExit(discard);
  try {
    file = openSync(pending, "wx");
  } catch (cause) {
    forget();
    throw cause;
  }
  /** After a failure nothing is left to discard. */
  const attempt = (run: (file: number) => void) =>
    explaining(shown, () => {
      try {
        run(file!);
      } catch (cause) {
        try {
          discard();
        } catch {
          // The first failure is the one to tell.
        }
        throw cause;
      }
    });
  return {
    write: (data) => attempt((file) => writeAll(file, data)),
    commit: () =>
      attempt((file) => {
        // A file that only its owner may read stays so.
        if (mode !== undefined && (fstatSync(file).mode & 0o777) !== mode) fchmodSync(file, mode);
        fsyncSync(file);
        close();
        moveTo(pending, target);
        forget();
      }),
    discard,
  };
}

function openDirectly(path: string): PendingFile {
  let file: number | undefined = openSync(path, "w");
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return { write: (data) => explaining(path, () => writeAll(file!, data)), commit: close, discard: close };
}

/** Writes all of the data: one call may write a part. */
export function writeAll(file: number, data: string | Uint8Array): void {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  for (let at = 0; at < bytes.length;)
    at += writeSync(file, bytes, at, Math.min(largestWrite, bytes.length - at));
}
