// Our side of the benchmark of pretraining; pretrain.mjs runs it and reads the JSON line it prints. As spacy_pretrain.py does.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseConfig, registry } from "@x/core";
import { onnxRuntime, registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { createPretraining, registrations as pretrain, runPretraining } from "@x/pretrain";
import { registrations as tok2vec } from "@x/tok2vec";

const { values: options } = parseArgs({
  options: {
    texts: { type: "string" },
    config: { type: "string" },
    vectors: { type: "string" },
    steps: { type: "string", default: "40" },
    warmup: { type: "string", default: "5" },
  },
});
for (const table of [nn, pipeline, tok2vec, pretrain]) registry.use(table);
const threads = Number(process.env.X_THREADS);
const overrides = { "paths.raw_text": options.texts };
if (options.vectors) overrides["initialize.vectors"] = options.vectors;
const config = parseConfig(readFileSync(options.config, "utf8"), { overrides, interpolate: false });
if (options.vectors) {
  config.delete("pretraining.objective");
  config.set("pretraining.objective", {
    "@architectures": "spacy.PretrainVectors.v1",
    maxout_pieces: 3,
    hidden_size: 300,
    loss: "cosine",
  });
}
const run = await createPretraining(config, {
  registry,
  runtime: threads > 0 ? onnxRuntime({ threads }) : undefined,
});
const [warmup, steps] = [Number(options.warmup), Number(options.steps)];
const stop = new AbortController();
let [words, step, start, cpu] = [0, 0, 0, 0];
let [seconds, cpuSeconds] = [0, 0];
const cpuNow = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const memory = [];
await runPretraining(run, {
  clock: () => performance.now() / 1000,
  output: { write: () => {}, read: () => undefined, append: () => {}, size: () => 0, truncate: () => {} },
  skipLast: true,
  stateEvery: 0,
  signal: stop.signal,
  onStep: (done) => {
    step++;
    if (step > warmup) words += done.words;
    if (step === warmup) [start, cpu] = [performance.now(), cpuNow()];
    if (step % 20 === 0) memory.push(Math.round(process.memoryUsage().rss / 2 ** 20));
    if (step < warmup + steps || seconds > 0) return;
    [seconds, cpuSeconds] = [(performance.now() - start) / 1000, cpuNow() - cpu];
    stop.abort();
  },
});
const mebibytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ words, seconds, cpu: cpuSeconds, mebibytes, memory }));
