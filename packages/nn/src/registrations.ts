import type { PackageRegistrations } from "@x/core";
import { initializers } from "./registrations/initializers";
import { layers } from "./registrations/layers";
import { losses } from "./registrations/losses";
import { optimizers } from "./registrations/optimizers";
import { schedules } from "./registrations/schedules";
import { runtimes } from "./runtimes/registrations";
import { sequenceLayers } from "./registrations/sequence-layers";
import { textLayers } from "./registrations/text-layers";

/** Everything of this package that a config can name. */
export const registrations: PackageRegistrations = {
  packageName: "@x/nn",
  initializers,
  layers: { ...layers, ...sequenceLayers, ...textLayers },
  losses,
  optimizers,
  runtimes,
  schedules,
};
