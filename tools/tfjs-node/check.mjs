// Runs check.ts with the @tensorflow/tfjs-node of a folder: node tools/tfjs-node/check.mjs FOLDER
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const folder = resolve(process.argv[2] ?? ".");
const outfile = join(folder, ".bench/check.mjs");
await build({
  entryPoints: [join(import.meta.dirname, "check.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  conditions: ["@x/source"],
  external: ["@tensorflow/*", "onnxruntime-node"],
  logLevel: "error",
});
const env = { TF_CPP_MIN_LOG_LEVEL: "2", ...process.env };
process.exit(spawnSync(process.execPath, [outfile], { stdio: "inherit", env }).status ?? 1);
