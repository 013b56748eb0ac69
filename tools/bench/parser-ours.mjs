// Our side of the benchmark of the parser; the same work as parser_spacy.py.
import { join } from "node:path";
import { registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { blank, load, registrations as pipeline } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { Draws } from "@x/train";
import {
  batchesOfWords,
  clock,
  examples,
  rate,
  readOptions,
  report,
  runtime,
  timePipe,
  train,
} from "./ours.mjs";

const options = readOptions({
  data: undefined,
  model: undefined,
  steps: 30,
  warmup: 5,
  seed: 0,
  evaluate: false,
});
const part = (nlp, name) => examples(nlp, join(options.data, `${name}.spacy`));
for (const table of [nn, pipeline, tok2vec]) registry.use(table);

async function trainParser() {
  const nlp = blank("en", { runtime });
  const parser = nlp.addPipe("parser");
  const data = part(nlp, "train");
  nlp.config.set("training.seed", options.seed);
  await nlp.initialize(() => data);
  parser.drawFrom(new Draws(options.seed), options.seed);
  const { result, optimizer } = await train(nlp, batchesOfWords(data), options);
  if (!options.evaluate) return result;
  return nlp.useParams(optimizer.averages, async () => {
    const { dep_uas, dep_las, sents_f } = await nlp.evaluate(part(nlp, "dev"));
    return { ...result, scores: { dep_uas, dep_las, sents_f } };
  });
}

async function predict() {
  const nlp = await load(options.model, { registry, packages: [], runtime });
  const docs = ["dev", "train"].flatMap((name) =>
    part(nlp, name)
      .slice(0, 400)
      .map(({ predicted }) => predicted),
  );
  const copies = docs.map((doc) => doc.copy());
  await timePipe(nlp, docs.slice(0, 100));
  const whole = await timePipe(nlp, copies);
  const tok2vec = nlp.getPipe("parser").model.getRef("tok2vec");
  await tok2vec.predict(copies.slice(0, 256));
  const start = clock();
  for (let at = 0; at < copies.length; at += 256) await tok2vec.predict(copies.slice(at, at + 256));
  return { ...whole, tok2vec: rate(whole.words, start) };
}

report(await { train: trainParser, predict }[options.what[0]]());
