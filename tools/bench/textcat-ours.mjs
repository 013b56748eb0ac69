// Our side of the benchmark of text classification: trains `textcat` with its default network, then classifies the test texts.
// The same work as textcat_spacy.py.
//
//   node tools/bench/textcat-ours.mjs --data ../shared/data/textcat-sentence-polarity [--steps 100] [--seed 0] [--no-evaluate]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Example, registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { NumpyRandom } from "@x/nn/spi";
import { blank, registrations as pipeline } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { Draws } from "@x/train";
import { batchesOfWords, clock, rate, readOptions, report, runtime, timePipe, train } from "./ours.mjs";

const options = readOptions({ data: undefined, steps: 100, warmup: 5, seed: 0, "no-evaluate": false });
for (const table of [nn, pipeline, tok2vec]) registry.use(table);

const rows = (part) =>
  readFileSync(join(options.data, `${part}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const training = rows("train");
const labels = [...new Set(training.map(({ label }) => label))].sort();

const nlp = blank("en", { runtime });
const textcat = nlp.addPipe("textcat");
const data = training.map(({ text, label }) => {
  const reference = nlp.makeDoc(text);
  reference.cats = Object.fromEntries(labels.map((name) => [name, name === label ? 1 : 0]));
  return new Example(nlp.makeDoc(text), reference);
});
await nlp.initialize(() => data);
// The labels are there by now; this draws the weights again, by the seed.
await textcat.initialize(() => data, { random: new NumpyRandom(options.seed) });
textcat.drawFrom(new Draws(options.seed), options.seed);
const { result, optimizer } = await train(nlp, batchesOfWords(data), options);
const results = { train: result };
if (!options["no-evaluate"])
  await nlp.useParams(optimizer.averages, async () => {
    const test = rows("test");
    const texts = test.map(({ text }) => text);
    // As a loaded pipeline is.
    nlp.freeze();
    await timePipe(nlp, texts.slice(0, 100));
    const from = clock();
    let right = 0;
    let count = 0;
    let at = 0;
    for await (const { cats, length } of nlp.pipe(texts)) {
      const best = Object.entries(cats).reduce((a, b) => (b[1] > a[1] ? b : a));
      if (best[0] === test[at++].label) right++;
      count += length;
    }
    results.predict = rate(count, from);
    results.accuracy = right / test.length;
    // The test part is over in a tenth of a second, in which much is still being compiled; so a longer stream too.
    results.stream = await timePipe(
      nlp,
      training.map(({ text }) => text),
    );
  });
report(results);
