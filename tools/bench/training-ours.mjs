// Our side of the benchmarks of training.mjs; the same work as training_spacy.py.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DocBin, parseConfig, registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { load, registrations as pipeline, TrainablePipe } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { Draws, initNlp, resolveCorpora, trainBatches, trainingSettings } from "@x/train";
import { readOptions, report, runtime, timePipe, timeSteps } from "./ours.mjs";

const options = readOptions({
  data: undefined,
  config: undefined,
  model: undefined,
  steps: 200,
  warmup: 20,
  texts: 4000,
});
for (const table of [nn, pipeline, tok2vec]) registry.use(table);

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
  const source = trainBatches(nlp, corpus, {
    batcher: settings.batcher,
    maxEpochs: 0,
    corpusName: settings.train_corpus,
    shuffle: (examples, epoch) => draws.shuffle(examples, epoch),
  });
  const batches = (function* () {
    for (const { batch } of source) yield batch;
  })();
  const losses = {};
  const result = await timeSteps(batches, options, async (batch) => {
    await nlp.update(batch, { drop: settings.dropout, losses, optimizer: false });
    await nlp.finishUpdate(settings.optimizer);
    settings.optimizer.stepSchedules();
  });
  return { ...result, losses };
}

async function predict() {
  const nlp = await load(options.model, { packages: [], runtime });
  const found = ["dev", "test", "train"]
    .map((name) => join(options.data, `${name}.spacy`))
    .filter((path) => existsSync(path))
    .flatMap((path) => [...DocBin.fromBytes(new Uint8Array(readFileSync(path))).getDocs(nlp.vocab)])
    .map((doc) => doc.text);
  const texts = Array.from({ length: options.texts }, (_, i) => found[i % found.length]);
  await timePipe(nlp, texts.slice(0, texts.length >> 2));
  return timePipe(nlp, texts);
}

/** Load and the first text; the whole process is timed. */
async function start() {
  const nlp = await load(options.model, { packages: [], runtime });
  const doc = await nlp("Anna Smith flew from London to New York on Monday.");
  return { words: doc.length, seconds: 0 };
}

report(await { train, predict, start }[options.what[0]]());
