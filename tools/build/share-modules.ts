import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Puts what the entry points of a package are made of into one file, from which each of them takes its names. Left alone, esbuild
 * writes a file for every set of entry points that need the same modules, and Node opens a dozen files where it opened one.
 *
 * An entry point in a folder of its own, such as a kit for tests, stays apart and shares the file all the same.
 */
export function shareModules(entries: readonly string[]): Plugin {
  const all = new Set(entries.map((path) => resolve(path)));
  const together = [...all].filter((path) => dirname(path) === resolve("src"));
  const imports = together.map((path) => `import ${JSON.stringify(path)};\n`).join("");
  return {
    name: "share-modules",
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ path, kind }) => {
        const file = resolve(path);
        if (!all.has(file)) return undefined;
        // The names of an entry point stay in its own file: as a module apart from the one that the others import.
        if (kind === "entry-point") return { path: file, namespace: "entry" };
        // Without a side effect, an import that takes no name would be dropped.
        return { path: file, sideEffects: true };
      });
      build.onLoad({ filter: /./, namespace: "entry" }, ({ path }) => ({
        contents: readFileSync(path, "utf8") + imports,
        loader: "ts",
        resolveDir: dirname(path),
      }));
    },
  };
}
