import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Plugin } from "esbuild";
import { errors } from "../../packages/core/src/registry/errors";

/**
 * Leaves out of a bundle for browsers what only Node can do. A module `X-node.ts` becomes `X-browser.ts` where there is one, else
 * a module with the same names, which say so when they are called.
 */
export const withoutNode: Plugin = {
  name: "without-node",
  setup(build) {
    build.onLoad({ filter: /-node\.ts$/ }, ({ path }) => {
      const variant = path.replace(/-node\.ts$/, "-browser.ts");
      const resolveDir = dirname(path);
      if (existsSync(variant)) return { contents: readFileSync(variant, "utf8"), loader: "ts", resolveDir };
      return { contents: refusing(readFileSync(path, "utf8")), loader: "js", resolveDir };
    });
  },
};

/** A module that exports the same values, none of which works. */
function refusing(source: string): string {
  const declared = source.matchAll(/^export (?:async )?(?:function\*?|class|const|let) (\w+)/gm);
  const listed = [...source.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names]) =>
    names
      .split(",")
      .map(
        (name) =>
          name
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? "",
      )
      .filter((name) => name !== "" && !name.startsWith("type ")),
  );
  const names = new Set([...[...declared].map(([, name]) => name), ...listed]);
  const lines = [...names].map((name) => `export function ${name}() { nodeOnly(${JSON.stringify(name)}); }`);
  const { code, message } = errors.nodeOnly("NAME");
  return `function nodeOnly(name) {
  throw Object.assign(new Error(${JSON.stringify(message)}.replace("NAME", name)), { name: "XError", code: "${code}" });
}
${lines.join("\n")}
`;
}
