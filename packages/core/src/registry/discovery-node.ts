import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { error } from "./errors";
import type { PackageRegistrations } from "./registration";

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly exports?: unknown;
  readonly x?: { readonly registrations?: unknown };
}

type ImportModule = (url: string) => Promise<Record<string, unknown>>;

/** Whether this module itself runs from its sources: then so must the packages it finds, or there are two of each. */
const fromSource = import.meta.url.endsWith(".ts");

/**
 * Finds the packages with registrations among the dependencies of the nearest `package.json`, at or above a folder.
 *
 * A package takes part by the field `"x": { "registrations": "./dist/index.js" }` in its `package.json`; the module
 * there exports `registrations`. Nothing else is read: `node_modules` is never searched through.
 *
 * @param fromDirectory where the search begins
 * @param options.importModule how modules are imported, for programs that load TypeScript (default: `import`)
 * @returns the tables in the order of the dependencies; empty where no `package.json` is found.
 * Throws RG04 where a package announces registrations that are not there, RG05 for unreadable manifests.
 */
export async function discoverPackages(
  fromDirectory: string,
  options: { readonly importModule?: ImportModule } = {},
): Promise<PackageRegistrations[]> {
  const { importModule = (url: string) => import(/* @vite-ignore */ url) } = options;
  const found: PackageRegistrations[] = [];
  const root = ancestors(fromDirectory).find((folder) => existsSync(join(folder, "package.json")));
  if (root === undefined) return found;
  const manifest = readManifest(root);
  const names = new Set(
    [
      manifest.dependencies,
      manifest.optionalDependencies,
      manifest.peerDependencies,
      manifest.devDependencies,
    ].flatMap((dependencies) => Object.keys(dependencies ?? {})),
  );
  // The package itself comes first: a plugin's own tests find what it registers.
  const folders = [root, ...[...names].map((name) => folderOf(name, root))];
  for (const folder of folders) {
    if (folder === undefined) continue;
    const table = await registrationsOf(folder, importModule);
    if (table !== undefined) found.push(table);
  }
  return found;
}

async function registrationsOf(
  folder: string,
  importModule: ImportModule,
): Promise<PackageRegistrations | undefined> {
  const manifest = readManifest(folder);
  const path = manifest.x?.registrations;
  if (path === undefined) return undefined;
  const name = manifest.name ?? folder;
  if (typeof path !== "string") throw error("RG04", name, JSON.stringify(path), "that is no path");
  const source = sourceEntry(manifest);
  const file = join(folder, fromSource && source !== undefined ? source : path);
  if (!existsSync(file)) throw error("RG04", name, file, "there is no such file");
  const { registrations } = await importModule(pathToFileURL(file).href);
  if (typeof registrations !== "object" || registrations === null)
    throw error("RG04", name, file, "the module does not export `registrations`");
  return { ...(registrations as PackageRegistrations), packageName: name };
}

/** The TypeScript entry of a package of this workspace, from the export condition `@x/source`. */
function sourceEntry(manifest: Manifest): string | undefined {
  const entry = (manifest.exports as Record<string, Record<string, string>> | undefined)?.["."];
  return entry?.["@x/source"];
}

function readManifest(folder: string): Manifest {
  const path = join(folder, "package.json");
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch (cause) {
    throw error("RG05", path, (cause as Error).message);
  }
}

/** The folder of a dependency, where Node would find it; undefined if it is not installed. */
function folderOf(name: string, from: string): string | undefined {
  return ancestors(from)
    .map((folder) => join(folder, "node_modules", name))
    .find((folder) => existsSync(join(folder, "package.json")));
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
