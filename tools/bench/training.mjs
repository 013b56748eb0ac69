// Training, prediction and the start of a program, with the same config on the same files: tok2vec + tagger + ner.
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  alternate,
  both,
  cache,
  cli,
  compare,
  createSides,
  mebibytes,
  once,
  root,
  run,
  speed,
  speedOfProcessor,
} from "./harness.mjs";

/** The corpus and config that both sides read. */
function prepareData({ data }) {
  if (data) return { data: resolve(data), config: join(resolve(data), "config.cfg") };
  const shared = join(root, "../shared/data/ewt-uner");
  if (existsSync(join(shared, "train.spacy"))) return { data: shared, config: join(shared, "config.cfg") };
  const folder = once(join(cache, "quickstart"), (pending) => {
    mkdirSync(pending);
    for (const part of ["train", "dev"])
      run(process.execPath, [cli, "convert", `tools/quickstart/corpus/${part}.jsonl`, pending]);
    const settings = ["--lang", "en", "--pipeline", "tagger,ner"];
    run(process.execPath, [cli, "init", "config", join(pending, "config.cfg"), ...settings]);
  });
  return { data: folder, config: join(folder, "config.cfg") };
}

/** One trained pipeline for both sides: spaCy makes it, once. */
function prepareModel({ spacy }, { data, config }) {
  return once(join(cache, "model"), (pending) => {
    console.log("Training the pipeline that both sides annotate with (once)");
    const length = ["--steps", "200", "--warmup", "0"];
    spacy("model", "--data", data, "--config", config, ...length, "--out", pending);
  });
}

const compareMemory = (runs, name) =>
  compare(runs, { name: `${name}, peak memory`, unit: "MB", value: mebibytes, isLess: true });

const createBench = (name, what, argumentsOf) => async (context) => {
  // On what is built: the start measures the files of the packages too.
  const sides = await createSides("training", context, "dist");
  const source = prepareData(context);
  const args = ["--data", source.data, ...argumentsOf(source, context, () => prepareModel(sides, source))];
  const runs = alternate(what, both(sides, [what, ...args]), context);
  return [
    compare(runs, { name, unit: "words/s", value: speed }),
    compare(runs, {
      name: `${name}, time of the processor`,
      unit: "words a CPU second",
      value: speedOfProcessor,
    }),
    compareMemory(runs, name),
  ];
};

export const benchTrain = createBench("train tok2vec + tagger + ner", "train", ({ config }, { quick }) => [
  ...["--config", config, "--steps", quick ? "60" : "300", "--warmup", "30"],
]);

export const benchPredict = createBench(
  "nlp.pipe tok2vec + tagger + ner",
  "predict",
  (_, { quick }, model) => [...["--model", model(), "--texts", quick ? "1000" : "4000"]],
);

/** A whole process that loads a pipeline and annotates one text. */
export async function benchStart(context) {
  const name = "load and first text";
  const sides = await createSides("training", context, "dist");
  const source = prepareData(context);
  const args = ["start", "--data", source.data, "--model", prepareModel(sides, source)];
  const show = (result) => `${result.process.toFixed(2)} s, peak ${Math.round(mebibytes(result))} MB`;
  const runs = alternate("start", both(sides, args), { ...context, show });
  return [
    compare(runs, { name, unit: "s", value: (result) => result.process, isLess: true }),
    compareMemory(runs, name),
  ];
}
