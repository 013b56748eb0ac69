// What our sides of the benchmarks share; the same as peer.py.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Doc, DocBin, Example } from "@x/core";
import { adam, onnxRuntime } from "@x/nn";

const threads = Number(process.env.X_THREADS);
export const runtime = threads > 0 ? onnxRuntime({ threads }) : undefined;

/** Options by their defaults: numbers, texts (undefined: none) and flags; positional arguments are `what`. */
export function readOptions(defaults) {
  const options = Object.entries(defaults).map(([name, initial]) => [
    name,
    { type: initial === false ? "boolean" : "string" },
  ]);
  const { values, positionals } = parseArgs({ allowPositionals: true, options: Object.fromEntries(options) });
  const read = ([name, initial]) => {
    const given = values[name];
    if (given === undefined) return [name, initial];
    return [name, typeof initial === "number" ? Number(given) : given];
  };
  return { what: positionals, ...Object.fromEntries(Object.entries(defaults).map(read)) };
}

/** The examples of a file: bare words beside the gold document. */
export function examples(nlp, path) {
  const docs = DocBin.fromBytes(new Uint8Array(readFileSync(path))).getDocs(nlp.vocab);
  return Array.from(docs, (doc) => {
    const tokens = [...doc];
    const words = tokens.map(({ text }) => text);
    const spaces = tokens.map(({ whitespace }) => whitespace !== "");
    return new Example(new Doc(nlp.vocab, { words, spaces }), doc);
  });
}

/** Orders that both sides make: a linear congruential generator. */
function* orders(count, seed) {
  let state = BigInt(seed) + 1n;
  for (;;) {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      state = (state * 1103515245n + 12345n) % 2147483648n;
      const j = Number(state % BigInt(i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    yield order;
  }
}

/** Batches of 1,000 words. */
export function* batchesOfWords(data) {
  for (const order of orders(data.length, 0)) {
    let batch = [];
    let words = 0;
    for (const index of order) {
      batch.push(data[index]);
      words += data[index].predicted.length;
      if (words < 1000) continue;
      yield batch;
      [batch, words] = [[], 0];
    }
  }
}

/** Batches of as many examples. */
export function* batchesOf(data, size, seed) {
  for (const order of orders(data.length, seed))
    for (let at = 0; at + size <= order.length; at += size)
      yield order.slice(at, at + size).map((index) => data[index]);
}

export const clock = () => ({ wall: performance.now(), cpu: process.cpuUsage() });

/** Words, and the seconds since `start`: of the clock, and of all threads of this process. */
export function rate(words, start) {
  const { user, system } = process.cpuUsage(start.cpu);
  return { words, seconds: (performance.now() - start.wall) / 1e3, cpu: (user + system) / 1e6 };
}

/** Words a second of steps after the warm-up. */
export async function timeSteps(batches, { warmup, steps }, update) {
  let step = 0;
  let words = 0;
  let start;
  for (const batch of batches) {
    if (step === warmup) [words, start] = [0, clock()];
    await update(batch);
    for (const { predicted } of batch) words += predicted.length;
    if (++step === warmup + steps) break;
  }
  return rate(words, start);
}

/** Trains a pipeline with Adam as the peer does. */
export async function train(nlp, batches, { warmup, steps, rate = 0.001, averages = true }) {
  const optimizer = adam({
    learn_rate: rate,
    L2: 0.01,
    L2_is_weight_decay: true,
    grad_clip: 1,
    use_averages: averages,
  });
  const result = await timeSteps(batches, { warmup, steps }, async (batch) => {
    await nlp.update(batch, { drop: 0.1, optimizer: false });
    await nlp.finishUpdate(optimizer);
  });
  return { result, optimizer };
}

/** Words a second of annotating texts or docs. */
export async function timePipe(pipe, inputs, options) {
  const start = clock();
  let words = 0;
  for await (const { length } of pipe.pipe(inputs, options)) words += length;
  return rate(words, start);
}

/** Prints the result, with the largest memory of this process, in bytes. */
export function report(result) {
  console.log(JSON.stringify({ ...result, memory: process.resourceUsage().maxRSS * 1024 }));
}
