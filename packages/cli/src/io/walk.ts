import { checkIsFile } from "@x/core/files";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/** Whether there is a folder at `path`. */
export async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** Whether there is anything at `path`. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/**
 * The files below a folder whose names end in `suffix`, sorted; what begins with a dot is left out.
 * A path that is not a folder is itself the answer.
 *
 * @throws FS11 for a pipe in a folder; one that is named itself is read
 */
export async function walkDirectory(
  path: string,
  suffix = "",
  within: readonly string[] = [],
): Promise<string[]> {
  if (!(await isDirectory(path))) return [path];
  // A link may lead back to a folder above it.
  const real = await realpath(path);
  if (within.includes(real)) return [];
  const found: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const inner = join(path, entry.name);
    if (await isDirectory(inner)) found.push(...(await walkDirectory(inner, suffix, [...within, real])));
    else if (entry.name.endsWith(suffix)) {
      checkIsFile(inner);
      found.push(inner);
    }
  }
  return found.sort();
}
