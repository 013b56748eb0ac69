import { isLock, makeFolder, tryLock, type FileLock } from "@x/core/files";
import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { errors } from "../errors";

/**
 * Keeps a folder for this process; a lock that a killed process has left is taken over.
 *
 * @throws L120 where another process writes into it
 */
export function lockFolder(folder: string, shown: string): FileLock {
  const isNew = !existsSync(folder);
  makeFolder(folder);
  const lock = tryLock(join(folder, ".lock"));
  if (!isLock(lock)) throw errors.folderLocked(shown, lock.pid ?? 0, lock.host ?? "", lock.path);
  return {
    ...lock,
    release() {
      lock.release();
      // What failed before it wrote anything leaves nothing.
      if (isNew && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
    },
  };
}
