import type { PackageRegistrations } from "@x/core";

/** Everything that a config can name from this package. */
export const registrations: PackageRegistrations = { packageName: "@x/transformers" };
