// Our side of the benchmark of transformers; transformers.mjs runs it and reads the JSON line it prints. The same work as
// spacy_trf.py. `score --data DIR --model DIR` compares the scores of floats with those of 8-bit weights.
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string" },
    checkpoint: { type: "string" },
    model: { type: "string" },
    steps: { type: "string", default: "30" },
    warmup: { type: "string", default: "3" },
    size: { type: "string", default: "16" },
    seed: { type: "string", default: "0" },
    rate: { type: "string", default: "5e-5" },
    docs: { type: "string", default: "1000" },
    evaluate: { type: "boolean", default: false },
    parts: { type: "boolean", default: false },
    int8: { type: "boolean", default: false },
  },
});
const root = resolve(import.meta.dirname, "../..");
const outfile = join(root, ".cache/bench/transformers-source.mjs");
mkdirSync(join(root, ".cache/bench"), { recursive: true });
// On source, so that it measures what is being worked on.
await build({
  stdin: {
    contents: `
      export { Doc, DocBin, Example, registry } from "@x/core";
      export { adam, onnxRuntime, registrations as nn } from "@x/nn";
      export { blank, load, registrations as pipeline, TrainablePipe } from "@x/pipeline";
      export { registrations as transformers, setInt8Prediction } from "@x/transformers";`,
    resolveDir: join(root, "packages/cli/src"),
  },
  bundle: true,
  format: "esm",
  platform: "node",
  conditions: ["@x/source"],
  external: ["onnxruntime-node", "tokenizers", "jiti", "yaml"],
  banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
  outfile,
  logLevel: "error",
});
const source = await import(pathToFileURL(outfile).href);
const { adam, blank, Doc, DocBin, Example, load, onnxRuntime, registry } = source;
for (const table of [source.nn, source.pipeline, source.transformers]) registry.use(table);
const runtime = onnxRuntime({ threads: Number(process.env.X_THREADS ?? 2) });

const listener = {
  "@architectures": "spacy-transformers.TransformerListener.v1",
  grad_factor: 1,
  pooling: { "@layers": "reduce_mean.v1" },
};
const config = {
  transformer: {
    model: {
      "@architectures": "spacy-transformers.TransformerModel.v3",
      name: options.checkpoint,
      tokenizer_config: { use_fast: true },
      get_spans: { "@span_getters": "spacy-transformers.strided_spans.v1", window: 128, stride: 96 },
    },
    max_batch_items: 4096,
  },
  tagger: { model: { "@architectures": "spacy.Tagger.v2", tok2vec: listener } },
  ner: {
    model: {
      "@architectures": "spacy.TransitionBasedParser.v2",
      state_type: "ner",
      extra_state_tokens: false,
      hidden_width: 64,
      maxout_pieces: 2,
      use_upper: false,
      tok2vec: listener,
    },
  },
};

function examples(nlp, part) {
  const docs = DocBin.fromBytes(readFileSync(join(options.data, `${part}.spacy`))).getDocs(nlp.vocab);
  return Array.from(docs, (doc) => {
    const tokens = [...doc];
    const words = tokens.map(({ text }) => text);
    const spaces = tokens.map(({ whitespace }) => whitespace !== "");
    return new Example(new Doc(nlp.vocab, { words, spaces }), doc);
  });
}

function* batches(count, size, seed) {
  let state = BigInt(seed) + 1n;
  for (;;) {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      state = (state * 1103515245n + 12345n) % 2147483648n;
      const j = Number(state % BigInt(i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let at = 0; at + size <= count; at += size) yield order.slice(at, at + size);
  }
}

const clock = () => ({ wall: performance.now(), cpu: process.cpuUsage() });
function rate(words, start) {
  const { user, system } = process.cpuUsage(start.cpu);
  return {
    words,
    seconds: (performance.now() - start.wall) / 1e3,
    cpu: (user + system) / 1e6,
    memory: process.resourceUsage().maxRSS * 1024,
  };
}

async function train() {
  const nlp = blank("en", { runtime });
  for (const [name, settings] of Object.entries(config)) nlp.addPipe(name, { config: settings });
  const data = examples(nlp, "train");
  await nlp.initialize(() => data);
  const optimizer = adam({
    learn_rate: Number(options.rate),
    L2: 0.01,
    L2_is_weight_decay: true,
    grad_clip: 1,
    use_averages: false,
  });
  const order = batches(data.length, Number(options.size), Number(options.seed));
  const [warmup, steps] = [Number(options.warmup), Number(options.steps)];
  let words = 0;
  let start;
  let finish = 0;
  for (let step = 0; step < warmup + steps; step++) {
    if (step === warmup) [words, start, finish] = [0, clock(), 0];
    const batch = order.next().value.map((index) => data[index]);
    await nlp.update(batch, { drop: 0.1, optimizer: false });
    const from = performance.now();
    await nlp.finishUpdate(optimizer);
    finish += performance.now() - from;
    for (const { predicted } of batch) words += predicted.length;
  }
  const result = { ...rate(words, start), finish: finish / 1e3 };
  if (options.model !== undefined) await nlp.toDisk(options.model);
  if (!options.evaluate) return result;
  const { tag_acc, ents_f } = await nlp.evaluate(examples(nlp, "dev"));
  return { ...result, scores: { tag_acc, ents_f } };
}

/** Sets all transformers of a pipeline. */
function setInt8(nlp, int8) {
  for (const { pipe } of nlp.components)
    if (pipe instanceof source.TrainablePipe) source.setInt8Prediction(pipe.model, int8);
}

/** Scores of a trained pipeline with floats and with 8-bit weights. */
async function score() {
  const nlp = await load(options.model, { registry, packages: [], runtime });
  const data = examples(nlp, "dev");
  const scores = {};
  for (const int8 of [false, true]) {
    setInt8(nlp, int8);
    const fresh = data.map(({ predicted, reference }) => new Example(predicted.copy(), reference));
    const { tag_acc, ents_f } = await nlp.evaluate(fresh);
    scores[int8 ? "int8" : "floats"] = { tag_acc, ents_f };
  }
  return scores;
}

async function predict() {
  const nlp = await load(options.model, { registry, packages: [], runtime });
  if (options.int8) setInt8(nlp, true);
  const docs = examples(nlp, "train")
    .slice(0, Number(options.docs))
    .map(({ predicted }) => predicted);
  const copies = docs.map((doc) => doc.copy());
  for await (const _ of nlp.pipe(
    docs.slice(0, 64).map((doc) => doc.copy()),
    { batchSize: 64 },
  ));
  const start = clock();
  let words = 0;
  for await (const doc of nlp.pipe(docs, { batchSize: 64 })) words += doc.length;
  const result = rate(words, start);
  if (!options.parts) return result;
  const from = clock();
  for await (const _ of nlp.getPipe("transformer").pipe(copies, { batchSize: 64 }));
  return { ...result, transformer: rate(words, from) };
}

console.log(JSON.stringify(await { train, predict, score }[positionals[0]]()));
