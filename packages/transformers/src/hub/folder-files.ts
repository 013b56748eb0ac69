import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ModelFiles } from "../encoders/types";
import { error } from "../errors";

/** The files of a model in a folder. @throws TR213 when it reads a file that is there and cannot be read */
export function folderFiles(folder: string, name: string = folder): ModelFiles {
  return {
    name,
    async read(file) {
      try {
        return new Uint8Array(await readFile(join(folder, file)));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        const failure = error("TR213", join(folder, file), (cause as Error).message);
        failure.cause = cause;
        throw failure;
      }
    },
    path(file) {
      const path = join(folder, file);
      return existsSync(path) ? path : undefined;
    },
  };
}
