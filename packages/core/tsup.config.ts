import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig, type Options } from "tsup";
import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

const zodFolder = dirname(createRequire(import.meta.url).resolve("zod/package.json"));
const licence = readFileSync(join(zodFolder, "LICENSE"), "utf8").trim();

/** zod for our builds, see src/zod.ts. It has no source map: sources of others are not shipped. */
const zod: Options = {
  entry: ["src/zod.ts"],
  format: ["esm"],
  target: "node20",
  platform: "neutral",
  noExternal: ["zod"],
  // Its comments have characters beyond Latin-1, which make Node hold a source in twice the bytes.
  minifyWhitespace: true,
  banner: { js: `/*! zod, under this licence:\n${licence}\n*/` },
};

/** One entry a reader, see the first line of each. */
const entries = {
  index: "src/index.ts",
  files: "src/files.ts",
  languages: "src/languages.ts",
  vectors: "src/vectors.ts",
  spi: "src/spi.ts",
};
const builds = forNodeAndBrowser({ entry: entries, dts: { entry: { ...entries, zod: "src/zod.ts" } } });
export default defineConfig([...(builds as Options[]), zod]);
