import { discoverPackages, type PackageRegistrations, type Registry } from "@x/core";
import { ownRegistrations } from "../own-registrations";

const discovered = new WeakSet<Registry>();

/**
 * Adds the registrations of this package, and of the given packages, else of those among the dependencies of the nearest
 * package.json of the working folder (once a registry).
 */
export async function useInstalledPackages(
  registry: Registry,
  packages?: readonly PackageRegistrations[],
): Promise<void> {
  registry.use(...ownRegistrations);
  if (packages !== undefined) return void registry.use(...packages);
  if (discovered.has(registry)) return;
  discovered.add(registry);
  registry.use(...(await discoverPackages(process.cwd())));
}
