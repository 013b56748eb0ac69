// One thing of a package, bundled from what a user installs and from the sources: what is not used must fall away in both.
import { build } from "esbuild";
import { root } from "../docs/markdown.mjs";

/** Things of which a bundle must stay small, and the bytes that it may have where that is known. */
const alone = {
  "@x/core": [{ thing: "wordShape" }, { thing: "Doc" }],
  "@x/nn": [{ thing: "gemm", most: 1024 }, { thing: "Maxout" }],
  "@x/pipeline": [{ thing: "Scorer" }],
  "@x/tok2vec": [{ thing: "multiHashEmbed" }],
};

/** Reports each thing of a package whose bundle from `home`, where it is installed, is larger than from sources. */
export async function checkBundles(name, home, report) {
  for (const { thing, most = Infinity } of alone[name] ?? [])
    for (const platform of ["node", "browser"]) {
      const code = `import { ${thing} } from "${name}"; console.log(${thing});`;
      const installed = await sizeOf(code, home, platform, []);
      const fromSources = platform === "node" ? await sizeOf(code, root, platform, ["@x/source"]) : Infinity;
      // Names of files in comments and of helpers differ by a few bytes.
      const allowed = Math.min(most, fromSources * 1.01 + 64);
      if (installed > allowed)
        report(
          `${thing}, bundled for ${platform}, has ${installed} bytes; ${Math.floor(allowed)} are allowed`,
        );
    }
}

async function sizeOf(contents, resolveDir, platform, conditions) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: "js" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform,
    // esbuild leaves out "module" where other conditions are given.
    ...(conditions.length > 0 && { conditions: [...conditions, "module"] }),
    logLevel: "silent",
  });
  return outputFiles[0].contents.length;
}
