import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../..");
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
/** What has native parts, or is loaded by name, stays where it is installed. */
const outside = ["onnxruntime-node", "tokenizers", "assemblyscript", "jiti", "esbuild", "@tensorflow"];

/** Test files see where they lie in the repository: fixtures are found from there. */
const place = {
  name: "place",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^vitest$/ }, () => ({ path: here("vitest.mjs") }));
    onResolve({ filter: new RegExp(`^(${outside.join("|")})(/|$)`) }, ({ path }) => ({
      path,
      external: true,
    }));
    onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => {
      if (path.includes("/node_modules/")) return undefined;
      const contents = readFileSync(path, "utf8")
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(resolve(path, "..")));
      return { contents, loader: path.endsWith(".ts") ? "ts" : "js" };
    });
  },
};

/**
 * Bundles test files with the sources that they test, so that a machine which is emulated loads few files and translates nothing.
 *
 * @returns the bundle of the runner, and that of each file
 */
export async function bundleTests(files, folder) {
  const names = files.map((file) => file.replaceAll(/[/\\]/g, "+").replace(/\.ts$/, ""));
  const entries = Object.fromEntries(names.map((name, i) => [name, join(root, files[i])]));
  await build({
    entryPoints: { runner: here("run-tests.mjs"), ...entries },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // One copy of the runner, in which all files register their tests.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@x/source"],
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    plugins: [place],
    logLevel: "error",
  });
  return {
    runner: join(folder, "runner.mjs"),
    bundles: new Map(files.map((file, i) => [file, join(folder, `${basename(names[i])}.mjs`)])),
  };
}
