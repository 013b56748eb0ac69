import { readdir, stat } from "node:fs/promises";
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
 * A path that is no folder is itself the answer.
 */
export async function walkDirectory(path: string, suffix = ""): Promise<string[]> {
  if (!(await isDirectory(path))) return [path];
  const found: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const inner = join(path, entry.name);
    if (entry.isDirectory()) found.push(...(await walkDirectory(inner, suffix)));
    else if (entry.name.endsWith(suffix)) found.push(inner);
  }
  return found.sort();
}
