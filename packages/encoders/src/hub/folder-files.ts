import { isPathInside, regularFile } from "@x/core/files";
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ModelFiles } from "../encoders/types";
import { errors } from "../errors";

/** A file's name, which may come from a model's own index: none may lead out of its folder. @throws TR210 */
export function safe(file: string): string {
  if (!isPathInside(file)) throw errors.unsafeFileName(file);
  return file;
}

/** The files of a model in a folder. @throws TR210 when it is asked for one outside it, TR213 when it reads a file that is there and cannot be read */
export function folderFiles(folder: string, name: string = folder): ModelFiles {
  return {
    name,
    async read(file) {
      const path = join(folder, safe(file));
      try {
        const real = regularFile(folder, file);
        if (real !== undefined) return new Uint8Array(await readFile(real));
        if (!existsSync(path)) return undefined;
      } catch (cause) {
        const failure = errors.unreadableFile(path, (cause as Error).message);
        failure.cause = cause;
        throw failure;
      }
      throw errors.unreadableFile(path, "it is a folder");
    },
    path(file) {
      return regularFile(folder, safe(file)) === undefined ? undefined : join(folder, file);
    },
  };
}
