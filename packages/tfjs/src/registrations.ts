import { tableOf } from "@x/core/spi";
import { tfjsRuntime } from "./tfjs-runtime";

/** Everything of this package that can be chosen by name. */
export const registrations = tableOf("@x/tfjs", [tfjsRuntime]);
