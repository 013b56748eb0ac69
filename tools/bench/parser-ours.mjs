// Our side of the benchmark of the parser; parser.mjs runs it and reads the JSON line it prints. The same work as spacy_parser.py.
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string" },
    model: { type: "string" },
    steps: { type: "string", default: "30" },
    warmup: { type: "string", default: "5" },
    seed: { type: "string", default: "0" },
    evaluate: { type: "boolean", default: false },
  },
});
const root = resolve(import.meta.dirname, "../..");
const outfile = join(root, ".cache/bench/parser-source.mjs");
mkdirSync(join(root, ".cache/bench"), { recursive: true });
// On source, so that it measures what is being worked on.
await build({
  stdin: {
    contents: `
      export { Doc, DocBin, Example, registry } from "@x/core";
      export { adam, onnxRuntime, registrations as nn } from "@x/nn";
      export { blank, load, registrations as pipeline } from "@x/pipeline";
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
const { adam, blank, Doc, DocBin, Draws, Example, load, onnxRuntime, registry } = source;
for (const table of [source.nn, source.pipeline, source.tok2vec]) registry.use(table);
const threads = Number(process.env.X_THREADS ?? 1);
const runtime = onnxRuntime({ threads });

function examples(nlp, part) {
  const docs = DocBin.fromBytes(readFileSync(join(options.data, `${part}.spacy`))).getDocs(nlp.vocab);
  return Array.from(docs, (doc) => {
    const tokens = [...doc];
    const words = tokens.map(({ text }) => text);
    const spaces = tokens.map(({ whitespace }) => whitespace !== "");
    return new Example(new Doc(nlp.vocab, { words, spaces }), doc);
  });
}

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

async function train() {
  const nlp = blank("en", { runtime });
  const parser = nlp.addPipe("parser");
  const data = examples(nlp, "train");
  nlp.config.set("training.seed", Number(options.seed));
  await nlp.initialize(() => data);
  parser.drawFrom(new Draws(Number(options.seed)), Number(options.seed));
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
    await parser.finishUpdate(optimizer);
    for (const { predicted } of batch) words += predicted.length;
  }
  const result = rate(words, start);
  if (!options.evaluate) return result;
  return nlp.useParams(optimizer.averages, async () => {
    const { dep_uas, dep_las, sents_f } = await nlp.evaluate(examples(nlp, "dev"));
    return { ...result, scores: { dep_uas, dep_las, sents_f } };
  });
}

async function predict() {
  const nlp = await load(options.model, { registry, packages: [], runtime });
  const docs = ["dev", "train"].flatMap((part) =>
    examples(nlp, part)
      .slice(0, 400)
      .map(({ predicted }) => predicted),
  );
  const copies = docs.map((doc) => doc.copy());
  for await (const _ of nlp.pipe(docs.slice(0, 100)));
  const start = clock();
  let words = 0;
  for await (const doc of nlp.pipe(copies)) words += doc.length;
  const whole = rate(words, start);
  const tok2vec = nlp.getPipe("parser").model.getRef("tok2vec");
  await tok2vec.predict(copies.slice(0, 256));
  const from = clock();
  for (let at = 0; at < copies.length; at += 256) await tok2vec.predict(copies.slice(at, at + 256));
  return { ...whole, tok2vec: rate(words, from) };
}

console.log(JSON.stringify(await { train, predict }[positionals[0]]()));
