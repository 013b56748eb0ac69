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
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "../..");
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
const benchmarks = positionals.length > 0 ? positionals : ["train", "predict", "start"];
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
const threads = options.threads;
const cache = join(root, ".cache/bench");
const python = join(root, ".peers/bin/python");
const cli = join(root, "packages/cli/bin/x.js");

const fail = (text) => {
  console.error(text);
  process.exit(1);
};
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
const env = { ...process.env, ...Object.fromEntries(threadVariables.map((name) => [name, threads])) };

function call(command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    fail(
      `${command} ${args.join(" ")}\nended with ${status}\n${stdout.slice(-1500)}\n${stderr.slice(-3000)}`,
    );
  return stdout;
}
const lastJson = (stdout) => JSON.parse(stdout.trim().split("\n").at(-1));
const peer = (...args) => lastJson(call(python, ["tools/bench/spacy_bench.py", ...args]));
const oursIn =
  (checkout) =>
  (...args) =>
    lastJson(call(process.execPath, ["--expose-gc", "tools/bench/ours-bench.mjs", ...args], checkout));
const ours = oursIn(root);
const other = options.against === undefined ? peer : oursIn(resolve(options.against));
const otherName = options.against === undefined ? "spaCy" : options.against;

/** The corpus and config both sides read. */
function prepareData() {
  const shared = join(root, "../shared/data/ewt-uner");
  if (options.data) return { data: resolve(options.data), config: join(resolve(options.data), "config.cfg") };
  if (existsSync(join(shared, "train.spacy"))) return { data: shared, config: join(shared, "config.cfg") };
  const data = join(cache, "quickstart");
  const config = join(data, "config.cfg");
  mkdirSync(data, { recursive: true });
  for (const part of ["train", "dev"]) {
    call(process.execPath, [cli, "convert", `tools/quickstart/corpus/${part}.jsonl`, data]);
  }
  call(process.execPath, [
    cli,
    "init",
    "config",
    config,
    "--lang",
    "en",
    "--pipeline",
    "tagger,ner",
    "--force",
  ]);
  return { data, config };
}

/** One trained pipeline for both sides: spaCy makes it, once. */
function prepareModel({ data, config }) {
  const model = join(cache, "model");
  if (existsSync(join(model, "meta.json"))) return model;
  console.log("Training the pipeline that both sides annotate with (once)");
  rmSync(`${model}.tmp`, { recursive: true, force: true });
  peer("model", "--data", data, "--config", config, "--steps", "200", "--out", `${model}.tmp`);
  renameSync(`${model}.tmp`, model);
  return model;
}

const source = prepareData();
const common = ["--data", source.data];
const arguments_ = {
  train: () => [
    ...common,
    "--config",
    source.config,
    "--steps",
    options.quick ? "60" : "300",
    "--warmup",
    "30",
  ],
  predict: () => [...common, "--model", prepareModel(source), "--texts", options.quick ? "1000" : "4000"],
  start: () => [...common, "--model", prepareModel(source)],
};
const titles = {
  train: "train tok2vec + tagger + ner",
  predict: "nlp.pipe tok2vec + tagger + ner",
  start: "load and first text",
};
/** Benchmarks with a file of their own. */
const modules = {
  vectors: ["./vectors.mjs", "benchVectors"],
  pipelines: ["./pipelines.mjs", "benchPipelines"],
  parser: ["./parser.mjs", "benchParser"],
  textcat: ["./textcat.mjs", "benchTextcat"],
  transformers: ["./transformers.mjs", "benchTransformers"],
  pretrain: ["./pretrain.mjs", "benchPretrain"],
};
const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

console.log(
  `data ${source.data}, ${threads} threads, ${rounds} alternated ${rounds === 1 ? "round" : "rounds"}`,
);
const results = [];
for (const name of benchmarks) {
  if (modules[name]) {
    const [file, bench] = modules[name];
    results.push(...(await (await import(file))[bench]({ quick: options.quick, env, rounds })));
    continue;
  }
  if (!arguments_[name])
    fail(
      `There is no benchmark "${name}". Available: ${[...Object.keys(arguments_), ...Object.keys(modules), "runtimes"].join(", ")}`,
    );
  const args = [name, ...arguments_[name]()];
  const measured = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    // The order changes with every round, so that a drift of the machine's speed favours nobody.
    const order = round % 2 === 0 ? ["peer", "ours"] : ["ours", "peer"];
    for (const side of order) {
      const begin = performance.now();
      const { words, seconds, cpuSeconds, megabytes } = (side === "ours" ? ours : other)(...args);
      const whole = (performance.now() - begin) / 1000;
      measured[side].push({ speed: words / seconds, cpu: words / cpuSeconds, seconds: whole, megabytes });
      const shown = name === "start" ? `${whole.toFixed(2)} s` : `${Math.round(words / seconds)} words/s`;
      console.log(
        `  ${name} round ${round + 1} ${side.padEnd(4)} ${shown}, peak ${Math.round(megabytes)} MB`,
      );
    }
  }
  const compare = (title, unit, what) => {
    const [mine, theirs] = ["ours", "peer"].map((side) => median(measured[side].map((run) => run[what])));
    const ratio = what === "speed" || what === "cpu" ? mine / theirs : theirs / mine;
    results.push({ name: title, unit, ours: mine, peer: theirs, ratio });
  };
  if (name === "start") compare(titles[name], "s", "seconds");
  else {
    compare(titles[name], "words/s", "speed");
    // Others on the machine change this one less.
    compare(`${titles[name]}, time of the processor`, "words a CPU second", "cpu");
  }
  compare(`${titles[name]}, peak memory`, "MB", "megabytes");
}

console.log("");
const shown = (number) => (number < 100 ? number.toFixed(2) : String(Math.round(number)));
for (const { name, unit, ours: mine, peer: theirs, ratio } of results) {
  console.log(
    `${name}: ours ${shown(mine)}, ${otherName} ${shown(theirs)} ${unit}, ratio ${ratio.toFixed(2)}`,
  );
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
