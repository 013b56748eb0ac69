// Trains one of the two pipelines in a process of its own and prints what was measured as JSON.
import { parseConfig, registry } from "@x/core";
import { load, useInstalledPackages } from "@x/pipeline";
import { corpus, initNlp, train } from "@x/train";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeConfig } from "./config.mjs";

const text = { type: "string" };
const { values } = parseArgs({
  options: {
    name: text,
    steps: text,
    width: text,
    seed: text,
    train: text,
    dev: text,
    test: text,
    output: text,
  },
});
const shared = values.name === "shared";
await useInstalledPackages(registry);
const config = makeConfig({
  shared,
  width: Number(values.width),
  steps: Number(values.steps),
  seed: Number(values.seed),
  paths: values,
});
const nlp = await initNlp(parseConfig(config, { interpolate: false }));

/** Seconds of the processor, all threads together: what others do on the machine hardly counts. */
const processorSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

// Steps with an evaluation are left out of the speed.
let seen = { words: 0, seconds: processorSeconds() };
const steps = { words: 0, seconds: 0 };
const best = join(values.output, values.name);
await train(nlp, {
  stdout: process.stderr,
  stderr: process.stderr,
  clock: () => performance.now() / 1000,
  save: async (trained, checkpoints) => {
    if (checkpoints.includes("best")) await trained.toDisk(best);
    return best;
  },
  onStep: ({ words, score }) => {
    const now = { words, seconds: processorSeconds() };
    if (score === undefined) {
      steps.words += now.words - seen.words;
      steps.seconds += now.seconds - seen.seconds;
    }
    seen = now;
  },
});
await nlp.close();

const trained = await load(best);
const examples = [...corpus(values.test)(trained)];
const texts = examples.map(({ reference }) => reference.text);
await predict(texts.slice(0, 50));
const before = processorSeconds();
const predicted = await predict(texts);
const seconds = processorSeconds() - before;
const scores = await trained.evaluate(examples);

async function predict(inputs) {
  let words = 0;
  for await (const doc of trained.pipe(inputs)) words += doc.length;
  return words;
}

const parameters = trained.pipeline.flatMap(({ pipe }) =>
  [...pipe.model.walk()].flatMap((node) => [...node.params.values()].map((param) => param?.data.length ?? 0)),
);
const sizeOf = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size;
console.log(
  JSON.stringify({
    parameters: parameters.reduce((sum, count) => sum + count, 0),
    bytes: trained.pipeNames.reduce((sum, name) => sum + sizeOf(join(best, name)), 0),
    training: steps.words / steps.seconds,
    prediction: predicted / seconds,
    tags: scores.tag_acc,
    entities: scores.ents_f,
  }),
);
