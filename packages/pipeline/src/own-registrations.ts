import type { PackageRegistrations } from "@x/core";
import { registrations as nnRegistrations } from "@x/nn";
import { registrations } from "./registrations";

/** What every pipeline needs: this package and those below it. */
export const ownRegistrations: readonly PackageRegistrations[] = [nnRegistrations, registrations];
