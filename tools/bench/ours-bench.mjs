// Our side of the benchmarks; bench.mjs runs it and reads the JSON line it prints. The same work as spacy_bench.py.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DocBin, parseConfig, registry } from "@x/core";
import { onnxRuntime, registrations as nn } from "@x/nn";
import { load, registrations as pipeline, TrainablePipe } from "@x/pipeline";
import { Draws, initNlp, resolveCorpora, trainBatches, trainingSettings } from "@x/train";
import { registrations as tok2vec } from "@x/tok2vec";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string" },
    config: { type: "string" },
    model: { type: "string" },
    steps: { type: "string", default: "200" },
    warmup: { type: "string", default: "20" },
    texts: { type: "string", default: "4000" },
  },
});
for (const table of [nn, pipeline, tok2vec]) registry.use(table);
const threads = Number(process.env.X_THREADS);
const runtime = threads > 0 ? onnxRuntime({ threads }) : undefined;

async function train() {
  const overrides = {
    "paths.train": join(options.data, "train.spacy"),
    "paths.dev": join(options.data, "dev.spacy"),
  };
  const config = parseConfig(readFileSync(options.config, "utf8"), { overrides, interpolate: false });
  const nlp = await initNlp(config, { runtime });
  const settings = trainingSettings(nlp);
  const [corpus] = resolveCorpora(nlp, [settings.train_corpus]);
  const draws = new Draws(0);
  for (const { pipe } of nlp.pipeline) if (pipe instanceof TrainablePipe) pipe.drawFrom(draws, 0);
  const batches = trainBatches(nlp, corpus, {
    batcher: settings.batcher,
    maxEpochs: 0,
    corpusName: settings.train_corpus,
    shuffle: (examples, epoch) => draws.shuffle(examples, epoch),
  });
  const [warmup, steps] = [Number(options.warmup), Number(options.steps)];
  const losses = {};
  let words = 0;
  let start = 0;
  let cpu;
  let step = 0;
  for (const { batch } of batches) {
    if (step === warmup) {
      words = 0;
      start = performance.now();
      cpu = process.cpuUsage();
    }
    await nlp.update(batch, { drop: settings.dropout, losses, optimizer: false });
    await nlp.finishUpdate(settings.optimizer);
    settings.optimizer.stepSchedules();
    words += batch.reduce((sum, example) => sum + example.predicted.length, 0);
    if (++step === warmup + steps) break;
  }
  return { words, seconds: (performance.now() - start) / 1000, cpuSeconds: cpuSince(cpu), losses };
}

async function predict() {
  const nlp = await load(options.model, { packages: [], runtime });
  const found = ["dev", "test", "train"].flatMap((name) => {
    try {
      const bytes = new Uint8Array(readFileSync(join(options.data, `${name}.spacy`)));
      return [...DocBin.fromBytes(bytes).getDocs(nlp.vocab)].map((doc) => doc.text);
    } catch (problem) {
      if (problem.code === "ENOENT") return [];
      throw problem;
    }
  });
  const texts = Array.from({ length: Number(options.texts) }, (_, i) => found[i % found.length]);
  for await (const doc of nlp.pipe(texts.slice(0, texts.length >> 2))) void doc;
  const start = performance.now();
  const cpu = process.cpuUsage();
  let words = 0;
  for await (const doc of nlp.pipe(texts)) words += doc.length;
  return { words, seconds: (performance.now() - start) / 1000, cpuSeconds: cpuSince(cpu) };
}

/** Seconds of all threads of this process. */
function cpuSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Load and the first text; bench.mjs times the whole process. */
async function start() {
  const nlp = await load(options.model, { packages: [], runtime });
  const doc = await nlp("Anna Smith flew from London to New York on Monday.");
  return { words: doc.length, seconds: 0 };
}

const result = await { train, predict, start }[positionals[0]]();
console.log(JSON.stringify({ ...result, megabytes: process.resourceUsage().maxRSS / 1024 }));
