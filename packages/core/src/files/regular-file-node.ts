import { lstatSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileErrors } from "./errors";

/**
 * Where a file of a folder really lies; undefined where there is no such file (a folder is none).
 *
 * A folder of a stranger may hold anything: a link to the reader's secrets, which would go into what is made of the folder, or a pipe,
 * which would keep its reader waiting for good.
 *
 * @param path below the folder, with `/` between the parts
 * @throws FS10 for a link that leads out of the folder, FS11 for a pipe, a device or a socket
 */
export function regularFile(folder: string, path: string): string | undefined {
  const full = join(folder, path);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats === undefined) {
    // A link to nothing is not the same as nothing.
    if (lstatSync(full, { throwIfNoEntry: false })?.isSymbolicLink())
      throw fileErrors.linkOutside(full, "nothing");
    return undefined;
  }
  if (stats.isDirectory()) return undefined;
  if (!stats.isFile()) throw fileErrors.notARegularFile(full);
  try {
    const real = realpathSync(full);
    const root = realpathSync(folder);
    if (real === join(root, path) || homes(root).some((home) => real.startsWith(home))) return real;
    throw fileErrors.linkOutside(full, real);
  } catch (cause) {
    // Somebody replaces the folder right now.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}

/** Throws FS11 for a pipe, a device or a socket: what is found in a folder is not waited for. */
export function checkIsFile(path: string): void {
  if (!statSync(path).isFile()) throw fileErrors.notARegularFile(path);
}

/** Where links of a folder may lead: to within, and in a cache of Hugging Face's to the contents beside the snapshots. */
function homes(root: string): string[] {
  const snapshots = root.lastIndexOf(`${sep}snapshots${sep}`);
  const within = root.endsWith(sep) ? root : root + sep;
  return snapshots === -1 ? [within] : [within, join(root.slice(0, snapshots), "blobs") + sep];
}
