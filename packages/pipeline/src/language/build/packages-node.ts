import type { PackageRegistrations, Registry } from "@x/core";
import { discoverPackages, findProject } from "@x/core/spi";
import { ownRegistrations } from "../../own-registrations";

/** What fills each registry: under way or done. A search that failed is not here, so the next call searches again. */
const discoveries = new WeakMap<Registry, Promise<void>>();

/**
 * Adds the registrations of this package, and of the given packages, else of those among the dependencies of the project
 * in which this library is installed (once a registry; see `findProject`). Throws what `discoverPackages` throws.
 */
export async function useInstalledPackages(
  registry: Registry,
  packages?: readonly PackageRegistrations[],
): Promise<void> {
  registry.use(...ownRegistrations);
  if (packages !== undefined) return void registry.use(...packages);
  let discovery = discoveries.get(registry);
  if (discovery === undefined) {
    discovery = discover(registry);
    discoveries.set(registry, discovery);
    discovery.catch(() => discoveries.delete(registry));
  }
  await discovery;
}

async function discover(registry: Registry): Promise<void> {
  const { folder } = findProject(process.cwd());
  if (folder !== undefined) registry.use(...(await discoverPackages(folder)));
}
