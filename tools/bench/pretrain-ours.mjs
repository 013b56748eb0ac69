// Our side of the benchmark of pretraining; the same work as pretrain_spacy.py.
import { readFileSync } from "node:fs";
import { parseConfig, registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { createPretraining, registrations as pretrain, runPretraining } from "@x/pretrain";
import { registrations as tok2vec } from "@x/tok2vec";
import { clock, rate, readOptions, report, runtime } from "./ours.mjs";

const options = readOptions({
  texts: undefined,
  config: undefined,
  vectors: undefined,
  steps: 40,
  warmup: 5,
});
for (const table of [nn, pipeline, tok2vec, pretrain]) registry.use(table);
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
const { warmup, steps } = options;
const stop = new AbortController();
let [words, step] = [0, 0];
let start;
let result;
const memory = [];
await runPretraining(await createPretraining(config, { registry, runtime }), {
  clock: () => performance.now() / 1000,
  output: { write: () => {}, read: () => undefined, append: () => {}, size: () => 0, truncate: () => {} },
  skipLast: true,
  stateEvery: 0,
  signal: stop.signal,
  onStep: (done) => {
    step++;
    if (step > warmup) words += done.words;
    if (step === warmup) start = clock();
    if (step % 20 === 0) memory.push(Math.round(process.memoryUsage().rss / 2 ** 20));
    if (step < warmup + steps || result !== undefined) return;
    result = rate(words, start);
    stop.abort();
  },
});
report({ ...result, overTime: memory });
