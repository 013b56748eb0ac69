import { closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder, syncFolder } from "./durable-node";
import { writeAll } from "./pending-file-node";
import { explaining } from "./system-error";

/** Adds to the end of a file, which is made where it does not exist; what was added is on disk afterwards. */
export function appendSafely(path: string, data: string | Uint8Array): void {
  explaining(path, () => {
    const isNew = !existsSync(path);
    if (isNew) makeFolder(dirname(path));
    const file = openSync(path, "a");
    try {
      writeAll(file, data);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (isNew) syncFolder(dirname(path));
  });
}
