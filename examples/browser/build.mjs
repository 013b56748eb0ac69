// Builds dist/: the page, its script, and a pipeline with the list of its files.
//
//   node build.mjs ../../out/model-best
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const pipeline = process.argv[2];
if (pipeline === undefined) {
  console.error("Give the folder of a trained pipeline: node build.mjs ../../out/model-best");
  process.exit(2);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
cpSync(join(here, "index.html"), join(dist, "index.html"));
// The export condition "browser" of the packages leaves out what only Node can do.
await build({
  entryPoints: [join(here, "src/main.ts")],
  outfile: join(dist, "main.js"),
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
});
cpSync(pipeline, join(dist, "pipeline"), { recursive: true });
const files = readdirSync(pipeline, { recursive: true }).filter((path) =>
  statSync(join(pipeline, path)).isFile(),
);
writeFileSync(
  join(dist, "pipeline/files.json"),
  JSON.stringify(files.map((path) => path.replaceAll("\\", "/"))),
);
console.log(
  `dist/: main.js ${(statSync(join(dist, "main.js")).size / 1000).toFixed(0)} kB, ${files.length} files of the pipeline`,
);
