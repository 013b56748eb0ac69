import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ancestors, readManifest } from "./manifest-node";

/** Where code of the user may come from. */
export interface Project {
  /** The folder whose `package.json` says which packages are imported; undefined where there is none. */
  readonly folder: string | undefined;
  /** The folder with the nearest `package.json`, where that is somebody else's. */
  readonly foreign: string | undefined;
}

/**
 * The project in which this library is installed; in a workspace, its member around a folder.
 *
 * Nothing that lies in a folder makes it the user's: whoever wrote its files could have written that too. What nobody else can write is
 * the place where the user has installed this library, so that decides, and not the folder that a command happens to run in.
 *
 * @param from a folder, usually the working one
 * @param library a file of the installed library (default: this one)
 */
export function findProject(from: string, library: string = fileURLToPath(import.meta.url)): Project {
  const folder = projectOf(library);
  const nearest = ancestors(resolved(from)).find(hasManifest);
  const isOwn =
    nearest === undefined || nearest === folder || (folder !== undefined && isMember(folder, nearest));
  return isOwn ? { folder: nearest ?? folder, foreign: undefined } : { folder, foreign: nearest };
}

const hasManifest = (folder: string) => existsSync(join(folder, "package.json"));
const resolved = (path: string) => (existsSync(path) ? realpathSync(path) : path);

/** The innermost project whose `node_modules` a file is in; for a bundle that of its package, for our own sources the workspace around them. */
function projectOf(library: string): string | undefined {
  const parts = library.split(`${sep}node_modules${sep}`);
  if (parts.length > 1)
    // pnpm keeps packages in a node_modules of node_modules, beside which no project is.
    return (
      parts
        // With a separator at its end also the root is a folder of its own, and not the working one.
        .map((_, i) => parts.slice(0, i).join(`${sep}node_modules${sep}`) + sep)
        .slice(1)
        .reverse()
        .filter(hasManifest)
        .map(resolved)[0]
    );
  const [own, ...around] = ancestors(resolved(library)).filter(hasManifest);
  if (own === undefined) return undefined;
  const workspace = nameOf(own)?.startsWith("@x/") && around.find((folder) => isMember(folder, own));
  return workspace || own;
}

/** Whether a workspace has installed a folder as one of its members: by a link in its `node_modules`, or in its lock file (pnpm). */
function isMember(workspace: string, folder: string): boolean {
  const name = nameOf(folder);
  if (name !== undefined) {
    const link = join(workspace, "node_modules", name);
    if (existsSync(link) && realpathSync(link) === folder) return true;
  }
  const lock = join(workspace, "pnpm-lock.yaml");
  if (!existsSync(lock)) return false;
  const path = relative(workspace, folder).replaceAll("\\", "/");
  const importers = /^importers:\n((?:\n| .*\n)+)/m.exec(readFileSync(lock, "utf8"))?.[1] ?? "";
  return importers.split("\n").some((line) => line === `  ${path}:` || line === `  '${path}':`);
}

/** The name in a folder's `package.json`, if it is one that npm would take: others could lead anywhere. */
function nameOf(folder: string): string | undefined {
  try {
    const { name } = readManifest(folder) as { readonly name?: unknown };
    return typeof name === "string" && /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/.test(name) ? name : undefined;
  } catch {
    // A stranger's file may be damaged, and is no member then.
    return undefined;
  }
}
