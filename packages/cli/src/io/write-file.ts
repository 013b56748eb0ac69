import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A file that is written beside its place and takes it only when complete: a good one is never replaced by half. */
export interface PendingFile {
  write(data: string | Uint8Array): Promise<void>;
  /** Puts the file in its place. */
  commit(): Promise<void>;
  /** Forgets what was written. */
  discard(): Promise<void>;
}

/** Starts a file beside `path`; folders on the way are made. */
export async function openPending(path: string): Promise<PendingFile> {
  await mkdir(dirname(path), { recursive: true });
  const pending = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const file = await open(pending, "w");
  return {
    async write(data) {
      await file.writeFile(data);
    },
    async commit() {
      await file.close();
      try {
        await rename(pending, path);
      } catch (cause) {
        await rm(pending, { force: true });
        throw cause;
      }
    },
    async discard() {
      await file.close();
      await rm(pending, { force: true });
    },
  };
}

/** Writes a whole file, beside its place first. */
export async function writeFileSafely(path: string, data: string | Uint8Array): Promise<void> {
  const file = await openPending(path);
  try {
    await file.write(data);
  } catch (cause) {
    await file.discard();
    throw cause;
  }
  await file.commit();
}
