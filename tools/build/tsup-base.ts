import { defineConfig } from "tsup";

/** How every package is built: ESM and declarations, from its barrel. */
export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm"],
  target: "node20",
  platform: "neutral",
  dts: true,
  clean: true,
  sourcemap: true,
  treeshake: true,
});
