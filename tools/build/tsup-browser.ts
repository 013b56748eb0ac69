import { defineConfig, type Options } from "tsup";
import { withoutNode } from "./browser";
import base from "./tsup-base";

/** The second build of packages that run in browsers: `dist/browser`, which the export condition "browser" names. */
const browser: Options = {
  entry: ["src/index.ts"],
  outDir: "dist/browser",
  format: ["esm"],
  target: "es2022",
  platform: "browser",
  clean: true,
  sourcemap: true,
  treeshake: true,
  esbuildPlugins: [withoutNode],
};

/** Both builds of a package, with options of its own for each. */
export function forNodeAndBrowser(forNode: Options = {}, forBrowser: Options = {}) {
  return defineConfig([
    { ...(base as Options), ...forNode },
    { ...browser, ...forBrowser },
  ]);
}

export default forNodeAndBrowser();
