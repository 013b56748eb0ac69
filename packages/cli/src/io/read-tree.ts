import { listFiles, regularFile } from "@x/core/files";
import type { FileTree } from "@x/pipeline/spi";
import { readFileSync } from "node:fs";
import { errors } from "../errors";

/**
 * All files of a folder; those whose names begin with a dot are left out.
 *
 * @throws FS10 for a link that leads out of the folder, FS11 for what is not a file, L133 for a link to a folder
 */
export function readTree(folder: string): FileTree {
  const files: FileTree = new Map();
  for (const path of listFiles(folder)) {
    if (path.split("/").some((name) => name.startsWith("."))) continue;
    const real = regularFile(folder, path);
    // What is listed and no file is a link to a folder: it might lead in circles.
    if (real === undefined) throw errors.linkedFolder(`${folder}/${path}`);
    files.set(path, new Uint8Array(readFileSync(real)));
  }
  return files;
}
