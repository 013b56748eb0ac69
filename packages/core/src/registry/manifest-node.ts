import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errors } from "./errors";

/** What of a `package.json` is read here. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly exports?: unknown;
  readonly x?: { readonly registrations?: unknown };
}

/** Reads the `package.json` in a folder; throws RG05 where it is not JSON. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, "package.json");
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw errors.unreadableManifest(path, (cause as Error).message);
  }
  if (typeof manifest !== "object" || manifest === null)
    throw errors.unreadableManifest(path, "it holds no object");
  return manifest;
}

/** The folder of a dependency, where Node would find it; undefined if it is not installed. */
export function folderOf(name: string, from: string): string | undefined {
  return ancestors(from)
    .map((folder) => join(folder, "node_modules", name))
    .find((folder) => existsSync(join(folder, "package.json")));
}

/** A folder and all those around it, the nearest first. */
export function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
