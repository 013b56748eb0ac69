import type { Plugin } from "esbuild";

/**
 * Where a package imports zod, its build for Node takes `@x/core/zod`: the library's 93 modules, half of them messages in other
 * languages, took a tenth of the time in which a program loads a pipeline. What is imported when it is needed is the whole library.
 */
export const zodOnce: Plugin = {
  name: "zod-once",
  setup(build) {
    build.onResolve({ filter: /^zod$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "zod", namespace: "zod-once" } : { path: "zod", external: true },
    );
    build.onResolve({ filter: /./, namespace: "zod-once" }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /./, namespace: "zod-once" }, () => ({
      contents: `import * as z from "@x/core/zod"; export { z };`,
    }));
  },
};
