import { defineConfig } from "tsup";

/** How every package is built: ESM and declarations, from its barrel. */
export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm"],
  target: "node20",
  platform: "neutral",
  dts: true,
  // The modules for bundlers lie in a folder of its own, see tsup-browser.ts.
  clean: ["!modules/**"],
  sourcemap: true,
  treeshake: true,
});
