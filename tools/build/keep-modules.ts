import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Each module becomes a file of its own, which imports the others by their full names: so bundlers can leave out what is not used,
 * as they can with sources. What only Node can do is imported as `#node/...`: `imports` in `package.json` says what it is elsewhere.
 */
export const keepModules: Plugin = {
  name: "keep-modules",
  setup(build) {
    const sources = resolve("src");
    build.onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
      if (importer === "") return undefined;
      const target = join(dirname(importer), path);
      const module = existsSync(`${target}.ts`) ? target : join(target, "index");
      if (module.endsWith("-node"))
        return {
          path: `#node/${slashes(relative(sources, module.slice(0, -"-node".length)))}`,
          external: true,
        };
      const name = slashes(relative(dirname(importer), module));
      return { path: `${name.startsWith(".") ? name : `./${name}`}.js`, external: true };
    });
  },
};

const slashes = (path: string) => path.replaceAll("\\", "/");
