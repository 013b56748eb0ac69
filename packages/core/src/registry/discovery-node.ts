import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkCopies, runningCore } from "./check-copies-node";
import { errors } from "./errors";
import { ancestors, folderOf, readManifest, type Manifest } from "./manifest-node";
import type { PackageRegistrations } from "./registration";

type ImportModule = (url: string) => Promise<Record<string, unknown>>;

/** Whether this module itself runs from its sources: then so must the packages it finds, or there are two of each. */
const fromSource = import.meta.url.endsWith(".ts");

/**
 * Finds the packages with registrations among the dependencies of the nearest `package.json`, at or above a folder.
 *
 * A package takes part by the field `"x": { "registrations": "./dist/index.js" }` in its `package.json`; the module
 * there exports `registrations`. A package with a field `"x"` also brings those of its own dependencies. Nothing else is read:
 * `node_modules` is never searched through.
 *
 * @param fromDirectory where the search begins
 * @param options.importModule how modules are imported, for programs that load TypeScript (default: `import`)
 * @param options.except names of packages that are there already and are not loaded again
 * @returns the tables in the order of the dependencies; empty where no `package.json` is found.
 * Throws RG04 where a package announces registrations that are not there, RG05 for unreadable manifests, RG06 and RG07 for packages
 * that were made for another version of `@x/core`.
 */
export async function discoverPackages(
  fromDirectory: string,
  options: { readonly importModule?: ImportModule; readonly except?: readonly string[] } = {},
): Promise<PackageRegistrations[]> {
  const { importModule = (url: string) => import(/* @vite-ignore */ url), except = [] } = options;
  const root = ancestors(fromDirectory).find((folder) => existsSync(join(folder, "package.json")));
  if (root === undefined) return [];
  const folders = packageFolders(root, new Set(except));
  const core = runningCore();
  if (core !== undefined) await checkCopies(folders, core);
  const found: PackageRegistrations[] = [];
  for (const folder of folders) {
    const table = await registrationsOf(folder, importModule);
    if (table !== undefined) found.push(table);
  }
  return found;
}

/** The names of the packages that `discoverPackages` would import; nothing is imported. Empty where a manifest is damaged. */
export function announcedPackages(
  fromDirectory: string,
  options: { readonly except?: readonly string[] } = {},
): string[] {
  try {
    return packageFolders(fromDirectory, new Set(options.except)).map(
      (folder) => readManifest(folder).name ?? folder,
    );
  } catch {
    return [];
  }
}

/** The folders of the packages with a field `"x"`: the package itself first, so that a plugin's own tests find what it registers. */
function packageFolders(root: string, except: ReadonlySet<string>): string[] {
  const folders: string[] = [];
  const seen = new Set<string>();
  const visit = (folder: string, names: Iterable<string>) => {
    for (const name of names) {
      if (seen.has(name) || except.has(name)) continue;
      seen.add(name);
      const found = folderOf(name, folder);
      if (found === undefined) continue;
      const manifest = readManifest(found);
      if (manifest.x === undefined) continue;
      folders.push(found);
      visit(realpathSync(found), Object.keys(manifest.dependencies ?? {}));
    }
  };
  const manifest = readManifest(root);
  if (manifest.x !== undefined && !except.has(manifest.name ?? "")) folders.push(root);
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  visit(
    root,
    Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies, ...devDependencies }),
  );
  return folders;
}

async function registrationsOf(
  folder: string,
  importModule: ImportModule,
): Promise<PackageRegistrations | undefined> {
  const manifest = readManifest(folder);
  const path = manifest.x?.registrations;
  if (path === undefined) return undefined;
  const name = manifest.name ?? folder;
  if (typeof path !== "string")
    throw errors.unusableRegistrations(name, JSON.stringify(path), "that is no path");
  const source = sourceEntry(manifest);
  const file = join(folder, fromSource && source !== undefined ? source : path);
  if (!existsSync(file)) throw errors.unusableRegistrations(name, file, "there is no such file");
  const { registrations } = await importModule(pathToFileURL(file).href);
  if (typeof registrations !== "object" || registrations === null)
    throw errors.unusableRegistrations(name, file, "the module does not export `registrations`");
  return { ...(registrations as PackageRegistrations), packageName: name };
}

/** The TypeScript entry of a package of this workspace, from the export condition `@x/source`. */
function sourceEntry(manifest: Manifest): string | undefined {
  const entry = (manifest.exports as Record<string, Record<string, string>> | undefined)?.["."];
  return entry?.["@x/source"];
}
