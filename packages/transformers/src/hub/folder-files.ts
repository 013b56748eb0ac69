import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ModelFiles } from "../encoders/types";

/** The files of a model in a folder. */
export function folderFiles(folder: string, name: string = folder): ModelFiles {
  return {
    name,
    async read(file) {
      try {
        return new Uint8Array(await readFile(join(folder, file)));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw cause;
      }
    },
    path(file) {
      const path = join(folder, file);
      return existsSync(path) ? path : undefined;
    },
  };
}
