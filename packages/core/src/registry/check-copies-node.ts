import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { errors } from "./errors";
import { ancestors, folderOf, readManifest } from "./manifest-node";

const coreName = "@x/core";

/** A copy of `@x/core`. */
export interface CoreCopy {
  readonly folder: string;
  readonly version: string;
}

/** The copy that this module belongs to; undefined inside a bundle, which has only one. */
export function runningCore(): CoreCopy | undefined {
  for (const folder of ancestors(dirname(fileURLToPath(import.meta.url)))) {
    if (!existsSync(join(folder, "package.json"))) continue;
    const { name, version } = readManifest(folder);
    return name === coreName && version !== undefined ? { folder: realpathSync(folder), version } : undefined;
  }
  return undefined;
}

/**
 * Refuses packages that were made for another version of `@x/core` than the one that runs: their layers and documents would not
 * be the pipeline's. Throws RG06 where a package asks for other versions, RG07 where it found such a copy of its own.
 *
 * @param folders the packages with registrations
 */
export async function checkCopies(folders: readonly string[], core: CoreCopy): Promise<void> {
  // Programs that name their packages start without it.
  const { default: satisfies } = await import("semver/functions/satisfies.js");
  const { default: validRange } = await import("semver/ranges/valid.js");
  const covers = (range: string) => satisfies(core.version, range, { includePrerelease: true });
  const fitting: string[] = [];
  const others: { name: string; copy: string; version: string }[] = [];
  for (const folder of folders) {
    const manifest = readManifest(folder);
    const name = manifest.name ?? folder;
    if (name === coreName) continue;
    const asked = manifest.peerDependencies?.[coreName] ?? manifest.dependencies?.[coreName];
    const found = folderOf(coreName, realpathSync(folder));
    const copy = found === undefined ? undefined : realpathSync(found);
    const version = copy === undefined ? undefined : readManifest(copy).version;
    if (copy !== undefined && version !== undefined && copy !== core.folder && version !== core.version)
      others.push({ name, copy, version });
    // Ranges such as `workspace:*` or a path say nothing about versions.
    else if (asked !== undefined && validRange(asked) !== null && !covers(asked))
      throw errors.wrongCoreVersion(name, manifest.version ?? "?", asked, core.version);
    else fitting.push(name);
  }
  if (others.length > 0) throw errors.twoCoreVersions(core, fitting, others);
}
