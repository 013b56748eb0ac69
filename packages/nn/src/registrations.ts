import { type PackageRegistrations } from "@x/core";
import { tableOf } from "@x/core/spi";
import { chain } from "./layers/chain";
import { HashEmbed } from "./layers/hash-embed";
import { Maxout } from "./layers/maxout";
import { withArray } from "./layers/with-array";
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
  layers: {
    ...layers,
    ...sequenceLayers,
    ...textLayers,
    ...tableOf("@x/nn", [chain, HashEmbed, Maxout, withArray]).layers,
  },
  losses,
  optimizers,
  runtimes,
  schedules,
};
