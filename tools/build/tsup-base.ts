import { defineConfig } from "tsup";
import { zodOnce } from "./zod-once";

/** How every package is built: ESM and declarations, from its barrel. */
export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm"],
  target: "node20",
  platform: "neutral",
  dts: true,
  // The modules for bundlers lie in a folder of its own, see tsup-browser.ts; zod is a build of its own of core.
  clean: ["!modules/**", "!zod.*"],
  sourcemap: true,
  treeshake: true,
  // For the plugin to see it, which leaves it out all the same.
  noExternal: ["zod"],
  esbuildPlugins: [zodOnce],
});
