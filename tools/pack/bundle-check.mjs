// One thing of a package, bundled from what a user installs and from the sources: what is not used must fall away in both.
import { build } from "esbuild";
import { root } from "../docs/markdown.mjs";

/** Things of which a bundle must stay small, their entry, and the bytes that it may have where that is known. */
const alone = {
  "@x/core": [{ thing: "wordShape", from: "@x/core/languages" }, { thing: "Doc" }],
  "@x/nn": [{ thing: "gemm", from: "@x/nn/graph", most: 1024 }, { thing: "Maxout" }],
  "@x/pipeline": [{ thing: "Scorer" }],
  "@x/tok2vec": [{ thing: "multiHashEmbed" }],
};

/** A page that annotates, and what only a training has: words that its code holds and no config or hint does. */
const annotating = {
  "@x/pipeline": {
    code: `
      import { registry } from "@x/core";
      import { registrations as nn } from "@x/nn";
      import { loadFiles, registrations as pipeline } from "@x/pipeline";
      registry.use(nn, pipeline);
      self.nlp = loadFiles(self.files);`,
    never: /mlflow|(?:readers|loggers|batchers|augmenters)","spacy\.|P2(?:0[0-57-9]|[13]\d):|P3[01]\d:/i,
  },
};

/** Reports what is wrong with bundles of a package from `home`, where it is installed: larger than from sources, or with what nobody asked for. */
export async function checkBundles(name, home, report) {
  const page = annotating[name];
  const found = page && page.never.exec(await bundleOf(page.code, home, "browser", []));
  if (found) report(`a page that only annotates carries something of the training: ${found[0]}`);
  for (const { thing, from = name, most = Infinity } of alone[name] ?? [])
    for (const platform of ["node", "browser"]) {
      const code = `import { ${thing} } from "${from}"; console.log(${thing});`;
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

async function sizeOf(...args) {
  return new TextEncoder().encode(await bundleOf(...args)).length;
}

async function bundleOf(contents, resolveDir, platform, conditions) {
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
  return outputFiles[0].text;
}
