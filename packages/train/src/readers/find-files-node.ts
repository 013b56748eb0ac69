import { checkIsFile } from "@x/core/files";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { errors } from "../errors";

/**
 * The files with an extension at a path: the file itself, or all below a folder, sorted. Names with a leading dot are left out.
 * Throws P301 where there is none, FS11 for a pipe in a folder (one that is named itself is read).
 */
export function findFiles(path: string, extension: string): string[] {
  const found = existsSync(path) ? [...walk(path, extension)].sort() : [];
  if (found.length === 0) throw errors.missingCorpus(path, extension);
  return found;
}

function* walk(path: string, extension: string, within: readonly string[] = []): Generator<string> {
  if (!statSync(path).isDirectory()) {
    if (!path.endsWith(extension)) return;
    if (within.length > 0) checkIsFile(path);
    yield path;
    return;
  }
  // A link may lead back to a folder above it.
  const real = realpathSync(path);
  if (within.includes(real)) return;
  for (const name of readdirSync(path))
    if (!name.startsWith(".")) yield* walk(join(path, name), extension, [...within, real]);
}
