import { defineConfig, type Options } from "tsup";
import base from "../../tools/build/tsup-base";

/** The barrel, and what packages need that build components from encoders. */
export default defineConfig({
  ...(base as Options),
  entry: { index: "src/index.ts", spi: "src/spi.ts" },
});
