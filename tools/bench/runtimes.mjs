// Runtimes side by side on the tok2vec network of `x init config`: prediction, and training with Adam.
//
//   npm run bench -- runtimes [--json FILE] [--quick] [--rounds 3] [--threads N] [--tfjs-node FOLDER]
//
// Each runtime is a process of its own; they take turns, so that a busy machine disturbs all alike. The table shows the medians over
// rounds. tfjs-node joins where FOLDER has it (see tools/tfjs-node), or where it is installed here.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundleScript, cache, median, resultOf, root, run } from "./harness.mjs";

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    threads: { type: "string", default: String(availableParallelism()) },
    "tfjs-node": { type: "string" },
  },
});
if (options.json) mkdirSync(dirname(resolve(options.json)), { recursive: true });
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const seconds = options.quick ? 1 : 3;
const nodeFolder = options["tfjs-node"] === undefined ? root : resolve(options["tfjs-node"]);
const hasNode = ["tfjs-node", "tfjs-node-gpu"].some((name) =>
  existsSync(join(nodeFolder, "node_modules/@tensorflow", name)),
);

const runtimes = [
  { title: "onnxruntime", name: "onnxruntime", folder: cache, words: 2048 },
  ...(hasNode
    ? [{ title: "tfjs-node", name: "tfjs:tensorflow", folder: join(nodeFolder, ".bench"), words: 2048 }]
    : []),
  { title: "tfjs-wasm", name: "tfjs:wasm", folder: cache, words: 2048 },
  // It is a hundred times slower: smaller batches, which cost it no more a word.
  { title: "reference", name: "reference", folder: cache, words: 256 },
];

// Bundled where the packages that stay outside are found.
const script = join(import.meta.dirname, "runtimes-ours.ts");
const bundles = new Map();
for (const { folder } of runtimes)
  if (!bundles.has(folder)) bundles.set(folder, await bundleScript(script, { folder }));

function measure({ name, folder, words }, work) {
  const env = {
    ...process.env,
    X_THREADS: options.threads,
    OMP_NUM_THREADS: options.threads,
    TF_CPP_MIN_LOG_LEVEL: "2",
  };
  return resultOf(
    run(process.execPath, [bundles.get(folder), name, work, String(seconds), String(words)], { env }),
  );
}

const found = new Map();
for (let round = 0; round < rounds; round++)
  for (const runtime of runtimes)
    for (const work of ["predict", "train"]) {
      const key = `${runtime.title} ${work}`;
      found.set(key, [...(found.get(key) ?? []), measure(runtime, work)]);
    }

const rows = runtimes.map(({ title, words }) => {
  const speed = (milliseconds) => Math.round((words / milliseconds) * 1000);
  const cost = (milliseconds) => (milliseconds / words) * 1000;
  const of = (work, field) => median(found.get(`${title} ${work}`).map((each) => each[field]));
  return {
    runtime: title,
    text: found.get(`${title} predict`)[0].text,
    predict: speed(of("predict", "median")),
    predictCpu: cost(of("predict", "cpu")),
    train: speed(of("train", "median")),
    trainCpu: cost(of("train", "cpu")),
    first: Math.round(of("train", "first")),
    memory: Math.round(of("train", "memory")),
  };
});
console.log(
  `tok2vec, width 96, 4 tables, depth 4; batches of 2,048 words (reference: 256); ${options.threads} threads; ${rounds} rounds\n`,
);
const head = [
  "runtime",
  "predict, words/s",
  "train, words/s",
  "processor ms a 1,000 words (predict / train)",
  "first step, ms",
  "memory, MB",
];
const lines = rows.map((row) => [
  row.runtime,
  row.predict.toLocaleString("en"),
  row.train.toLocaleString("en"),
  `${row.predictCpu.toFixed(1)} / ${row.trainCpu.toFixed(1)}`,
  row.first.toLocaleString("en"),
  row.memory.toLocaleString("en"),
]);
for (const line of [head, head.map(() => "---"), ...lines]) console.log(`| ${line.join(" | ")} |`);
for (const { runtime, text } of rows) console.log(`\n${runtime}: ${text}`);
if (options.json) writeFileSync(options.json, JSON.stringify(rows, null, 2));
