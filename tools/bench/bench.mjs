// spaCy and us in turn, on the same files, with the same config and number of threads.
//
//   npm run bench -- runtimes        our runtimes side by side, see runtimes.mjs
//   npm run bench -- train predict start parser textcat pipelines vectors pretrain transformers [--json FILE] [--quick] [--rounds 5] [--threads N] [--data DIR]
//
//   npm run bench -- train predict start --against ../before      another checkout of the project, built, in the place of spaCy
//
// A ratio above 1 says that we are faster, or need less memory. `start` is a whole process that loads a pipeline and annotates one
// text. --json writes [{ name, unit, ours, peer, ratio }].
// Data: shared/data/ewt-uner beside the checkout, else the quickstart's corpus. Peers: tools/bench/setup-peers.sh.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cache, python, root } from "./harness.mjs";
import { benchParser } from "./parser.mjs";
import { benchPipelines } from "./pipelines.mjs";
import { benchPretrain } from "./pretrain.mjs";
import { benchTextcat } from "./textcat.mjs";
import { benchPredict, benchStart, benchTrain } from "./training.mjs";
import { benchTransformers } from "./transformers.mjs";
import { benchVectors } from "./vectors.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    threads: { type: "string", default: String(availableParallelism()) },
    data: { type: "string" },
    against: { type: "string" },
    "tfjs-node": { type: "string" },
  },
});
if (positionals.includes("runtimes")) {
  // Ours alone: no peer has other runtimes.
  const args = process.argv.slice(2).filter((each) => each !== "runtimes");
  process.exit(
    spawnSync(process.execPath, [join(root, "tools/bench/runtimes.mjs"), ...args], { stdio: "inherit" })
      .status ?? 1,
  );
}
const available = {
  train: benchTrain,
  predict: benchPredict,
  start: benchStart,
  vectors: benchVectors,
  pipelines: benchPipelines,
  parser: benchParser,
  textcat: benchTextcat,
  transformers: benchTransformers,
  pretrain: benchPretrain,
};
const benchmarks = positionals.length > 0 ? positionals : ["train", "predict", "start"];
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));

const fail = (text) => {
  console.error(text);
  process.exit(1);
};
const unknown = benchmarks.filter((name) => !available[name]);
if (unknown.length > 0)
  fail(
    `There is no benchmark "${unknown[0]}". Available: ${[...Object.keys(available), "runtimes"].join(", ")}`,
  );
if (!existsSync(python))
  fail("The Python environment to compare with is missing. Make it once: tools/bench/setup-peers.sh");
if (!existsSync(join(root, "packages/cli/dist/index.js")))
  fail("The packages are not built yet. Run: npm run build");

// What either side makes goes there, whatever is measured first; a result that cannot be written is no result.
mkdirSync(cache, { recursive: true });
if (options.json) mkdirSync(dirname(resolve(options.json)), { recursive: true });

// Every library that either side computes with takes its number of threads from one of these.
const threadVariables = [
  "OMP_NUM_THREADS",
  "BLIS_NUM_THREADS",
  "OPENBLAS_NUM_THREADS",
  "MKL_NUM_THREADS",
  "X_THREADS",
];
const context = {
  quick: options.quick,
  rounds,
  data: options.data,
  against: options.against === undefined ? undefined : resolve(options.against),
  env: { ...process.env, ...Object.fromEntries(threadVariables.map((name) => [name, options.threads])) },
};

console.log(`${options.threads} threads, ${rounds} alternated ${rounds === 1 ? "round" : "rounds"}`);
const results = [];
for (const name of benchmarks) results.push(...(await available[name](context)));

console.log("");
const shown = (number) => (number < 100 ? number.toFixed(2) : String(Math.round(number)));
const peerName = options.against ?? "spaCy";
for (const { name, unit, ours, peer, ratio } of results)
  console.log(`${name}: ours ${shown(ours)}, ${peerName} ${shown(peer)} ${unit}, ratio ${ratio.toFixed(2)}`);
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
