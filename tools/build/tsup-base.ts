import { defineConfig } from "tsup";

/** How every package is built: ESM and declarations, from its barrel. */
export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm"],
  target: "node20",
  platform: "neutral",
  dts: true,
  // The build for browsers lies in a folder of its own, see tsup-browser.ts.
  clean: ["!browser/**"],
  sourcemap: true,
  treeshake: true,
});
