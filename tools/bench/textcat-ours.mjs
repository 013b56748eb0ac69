// Our side of the benchmark of text classification: trains `textcat` with its default network, then classifies the test texts.
// The same work as spacy_textcat.py; each prints one JSON line.
//
//   node tools/bench/textcat-ours.mjs --data ../shared/data/textcat-sentence-polarity [--steps 100] [--seed 0] [--no-evaluate]
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    steps: { type: "string", default: "100" },
    warmup: { type: "string", default: "5" },
    seed: { type: "string", default: "0" },
    "no-evaluate": { type: "boolean", default: false },
  },
});
const root = resolve(import.meta.dirname, "../..");
const outfile = join(root, `.cache/bench/textcat-source.mjs`);
mkdirSync(join(root, ".cache/bench"), { recursive: true });
// On source, so that it measures what is being worked on.
await build({
  stdin: {
    contents: `
      export { Example, registry } from "@x/core";
      export { adam, onnxRuntime, registrations as nn } from "@x/nn";
      export { NumpyRandom } from "@x/nn/spi";
      export { blank, registrations as pipeline } from "@x/pipeline";
      export { Draws } from "@x/train";
      export { registrations as tok2vec } from "@x/tok2vec";`,
    resolveDir: join(root, "packages/cli/src"),
  },
  bundle: true,
  format: "esm",
  platform: "node",
  conditions: ["@x/source"],
  external: ["onnxruntime-node", "jiti", "yaml"],
  outfile,
  logLevel: "error",
});
const source = await import(pathToFileURL(outfile).href);
const { adam, blank, Draws, Example, NumpyRandom, onnxRuntime, registry } = source;
for (const table of [source.nn, source.pipeline, source.tok2vec]) registry.use(table);
const runtime = onnxRuntime({ threads: Number(process.env.X_THREADS ?? 1) });

const rows = (part) =>
  readFileSync(join(options.data, `${part}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const training = rows("train");
const labels = [...new Set(training.map(({ label }) => label))].sort();

function* batches(lengths) {
  let state = 1;
  for (;;) {
    const order = lengths.map((_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      state = Number((BigInt(state) * 1103515245n + 12345n) % 2147483648n);
      const j = state % (i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    let batch = [];
    let words = 0;
    for (const index of order) {
      batch.push(index);
      words += lengths[index];
      if (words < 1000) continue;
      yield batch;
      [batch, words] = [[], 0];
    }
  }
}

const clock = () => ({ wall: performance.now(), cpu: process.cpuUsage() });
function rate(words, start) {
  const { user, system } = process.cpuUsage(start.cpu);
  return { words, seconds: (performance.now() - start.wall) / 1e3, cpu: (user + system) / 1e6 };
}

const nlp = blank("en", { runtime });
const textcat = nlp.addPipe("textcat");
const data = training.map(({ text, label }) => {
  const reference = nlp.makeDoc(text);
  reference.cats = Object.fromEntries(labels.map((name) => [name, name === label ? 1 : 0]));
  return new Example(nlp.makeDoc(text), reference);
});
await nlp.initialize(() => data);
// The labels are there by now; this draws the weights again, by the seed.
const seed = Number(options.seed);
await textcat.initialize(() => data, { random: new NumpyRandom(seed) });
textcat.drawFrom(new Draws(seed), seed);
const optimizer = adam({
  learn_rate: 0.001,
  L2: 0.01,
  L2_is_weight_decay: true,
  grad_clip: 1,
  use_averages: true,
});
const order = batches(data.map(({ predicted }) => predicted.length));
const [warmup, steps] = [Number(options.warmup), Number(options.steps)];
let words = 0;
let start;
for (let step = 0; step < warmup + steps; step++) {
  if (step === warmup) [words, start] = [0, clock()];
  const batch = order.next().value.map((index) => data[index]);
  await nlp.update(batch, { drop: 0.1, optimizer: false });
  await textcat.finishUpdate(optimizer);
  for (const { predicted } of batch) words += predicted.length;
}
const result = { train: rate(words, start) };
if (!options["no-evaluate"])
  await nlp.useParams(optimizer.averages, async () => {
    const test = rows("test");
    // As a loaded pipeline is.
    nlp.freeze();
    for await (const _ of nlp.pipe(test.slice(0, 100).map(({ text }) => text)));
    const from = clock();
    let right = 0;
    let count = 0;
    let at = 0;
    for await (const { cats, length } of nlp.pipe(test.map(({ text }) => text))) {
      const best = Object.entries(cats).reduce((a, b) => (b[1] > a[1] ? b : a));
      if (best[0] === test[at++].label) right++;
      count += length;
    }
    result.predict = rate(count, from);
    result.accuracy = right / test.length;
    // The test part is over in a tenth of a second, in which much is still being compiled; so a longer stream too.
    const again = clock();
    let words = 0;
    for await (const { length } of nlp.pipe(training.map(({ text }) => text))) words += length;
    result.stream = rate(words, again);
  });
console.log(JSON.stringify(result));
