import { readdirSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { withoutNode } from "./browser";
import { keepModules } from "./keep-modules";
import { shareModules } from "./share-modules";
import base from "./tsup-base";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));

/** For bundlers, which drop what is not used: `dist/modules`, which the export conditions "module" and "browser" name. */
const modules: Options = {
  entry: Object.fromEntries(sources.map((path) => [path.slice(0, -".ts".length), `src/${path}`])),
  outDir: "dist/modules",
  format: ["esm"],
  // The bundler knows for whom.
  target: "esnext",
  platform: "neutral",
  esbuildPlugins: [keepModules],
};

/** What stands for `X-node.js` in browsers: `X-browser.js`. */
const standIns: Options = {
  ...modules,
  entry: Object.fromEntries(
    sources
      .filter((path) => path.endsWith("-node.ts") && !sources.includes(browserVariant(path)))
      .map((path) => [browserVariant(path).slice(0, -".ts".length), `src/${path}`]),
  ),
  esbuildPlugins: [withoutNode],
};

/** The builds of a package that runs in browsers too, with options of its own for that of Node. */
export function forNodeAndBrowser(forNode: Options = {}) {
  const options = { ...(base as Options), ...forNode };
  const entries = Object.values(options.entry as string[] | Record<string, string>);
  const esbuildPlugins = [...(options.esbuildPlugins ?? []), shareModules(entries)];
  const builds = [{ ...options, esbuildPlugins }, modules];
  return defineConfig(Object.keys(standIns.entry as object).length > 0 ? [...builds, standIns] : builds);
}

function browserVariant(path: string): string {
  return path.replace(/-node\.ts$/, "-browser.ts");
}

export default forNodeAndBrowser();
