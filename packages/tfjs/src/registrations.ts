import type { PackageRegistrations } from "@x/core";
import { z } from "zod";
import { backendNames } from "./backends";
import { tfjsRuntime } from "./tfjs-runtime";

/** Everything of this package that can be chosen by name. */
export const registrations: PackageRegistrations = {
  packageName: "@x/tfjs",
  runtimes: {
    tfjs: {
      schema: z.strictObject({
        backend: z.enum(backendNames as [string, ...string[]]).optional(),
        resident: z.boolean().optional(),
      }),
      create: tfjsRuntime,
      summary: "TensorFlow.js: WebAssembly, or a GPU, which trains there too.",
    },
  },
};
