import { discoverPackages, findProject, type PackageRegistrations, type Registry } from "@x/core";
import { ownRegistrations } from "../own-registrations";

const discovered = new WeakSet<Registry>();

/**
 * Adds the registrations of this package, and of the given packages, else of those among the dependencies of the project
 * in which this library is installed (once a registry; see `findProject`).
 */
export async function useInstalledPackages(
  registry: Registry,
  packages?: readonly PackageRegistrations[],
): Promise<void> {
  registry.use(...ownRegistrations);
  if (packages !== undefined) return void registry.use(...packages);
  if (discovered.has(registry)) return;
  discovered.add(registry);
  const { folder } = findProject(process.cwd());
  if (folder !== undefined) registry.use(...(await discoverPackages(folder)));
}
