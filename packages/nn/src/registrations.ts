import { type PackageRegistrations } from "@x/core";
import { declaredIn, tableOf } from "@x/core/spi";
import * as layers from "./layers";
import { initializers } from "./registrations/initializers";
import { losses } from "./registrations/losses";
import { optimizers } from "./registrations/optimizers";
import { schedules } from "./registrations/schedules";
import { runtimes } from "./runtimes/registrations";

/** Everything of this package that a config can name. */
export const registrations: PackageRegistrations = {
  ...tableOf("@x/nn", declaredIn(layers)),
  initializers,
  losses,
  optimizers,
  runtimes,
  schedules,
};
