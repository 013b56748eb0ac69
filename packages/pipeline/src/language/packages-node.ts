import { discoverPackages, type PackageRegistrations, type Registry } from "@x/core";

const discovered = new WeakSet<Registry>();

/**
 * Adds the registrations of the given packages, else of those among the dependencies of the nearest package.json
 * of the working folder (once a registry).
 */
export async function useInstalledPackages(
  registry: Registry,
  packages?: readonly PackageRegistrations[],
): Promise<void> {
  if (packages !== undefined) return void registry.use(...packages);
  if (discovered.has(registry)) return;
  discovered.add(registry);
  registry.use(...(await discoverPackages(process.cwd())));
}
