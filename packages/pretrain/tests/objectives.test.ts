import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Vectors } from "@x/core";
import { chain, Linear, list2array, type Model } from "@x/nn";
import { sumOfSquares } from "@x/nn/runtime";
import { NumpyRandom } from "@x/nn/spi";
import { z } from "zod";
import { afterAll, expect, test } from "vitest";
import {
  createPretraining,
  maskedLanguageModel,
  MaskedUpdater,
  Masker,
  pretrainVectors,
  runPretraining,
  shuffleBuffer,
  type Objective,
  type PretrainLoss,
} from "../src";
import { memoryOutput, smallConfig, testRegistry } from "./support";

const folder = mkdtempSync(join(tmpdir(), "pretrain-objectives-"));
afterAll(() => rmSync(folder, { recursive: true }));
const corpus = join(folder, "texts.jsonl");
const texts = ["Two ferries cross the bay before noon.", "Café tables were stacked outside, wet and blue."];
writeFileSync(corpus, texts.map((text) => JSON.stringify({ text })).join("\n"));

async function open(registry = testRegistry(), overrides: Record<string, unknown> = {}) {
  return await createPretraining(smallConfig({ "paths.raw_text": corpus, ...overrides }), { registry });
}

function gradients(model: Model): Map<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  let index = 0;
  for (const node of model.walk()) {
    for (const [name, param] of node.params)
      if (param?.grad) found.set(`${index} ${name}`, param.grad.slice());
    index++;
  }
  return found;
}

function expectSame(found: Map<string, Float32Array>, expected: Map<string, Float32Array>): void {
  for (const [name, values] of expected) {
    const scale = Math.max(1e-8, ...values.map(Math.abs));
    const other = found.get(name);
    values.forEach((value, i) =>
      expect(Math.abs(value - (other?.[i] ?? 0)) / scale, name).toBeLessThan(1e-4),
    );
  }
}

test.each(["characters", "cosine", "L2"] as const)(
  "%s: the fused step is the plain one",
  async (objective) => {
    const run = await open();
    let { model } = run;
    if (objective !== "characters") {
      const words = ["Two", "the", "bay", "noon", "wet", "blue", "tables"];
      const random = new NumpyRandom(4);
      const vectors = new Vectors({ strings: run.nlp.vocab.strings, shape: [words.length, 5] });
      for (const word of words) vectors.add(word, { vector: Float32Array.from(random.normal(0, 1, 5)) });
      run.nlp.vocab.vectors = vectors;
      model = pretrainVectors({ maxoutPieces: 2, hiddenSize: 6, loss: objective })(
        run.nlp.vocab,
        run.tok2vec,
      );
      model.initialize({ X: [run.nlp.makeDoc(texts[0])] });
      model.environment = run.model.environment;
    }
    // The output layer starts at zero, where nothing goes back.
    const random = new NumpyRandom(5);
    for (const node of model.walk())
      for (const param of node.params.values())
        param?.write(param.data.map((value) => value + random.normal(0, 0.1, 1)[0]));
    for (const node of model.walk()) if (node.attrs.has("dropout_rate")) node.attrs.set("dropout_rate", 0);
    const docs = texts.map((text) => run.nlp.makeDoc(text));
    // Masked once for both: what random words there are changes with what the vocabulary has seen.
    const masked = new Masker(run.nlp.vocab, { draws: new NumpyRandom(11), probability: 0.4 }).mask(docs);
    model.attrs.set("mask", () => masked);

    const fusedLoss = await new MaskedUpdater(model).update(docs);
    const fused = gradients(model);
    model.zeroGrads();
    const loss = model.attr<PretrainLoss>("loss");
    model.attrs.set("loss", { call: loss.call } satisfies PretrainLoss);
    const plainLoss = await new MaskedUpdater(model).update(docs);
    expect(Math.abs(fusedLoss / plainLoss - 1)).toBeLessThan(1e-5);
    const plain = gradients(model);
    expect([...plain.values()].some((gradient) => sumOfSquares(gradient) > 0)).toBe(true);
    expectSame(fused, plain);
  },
);

test("batches in which nothing, or everything, is masked", async () => {
  const run = await open();
  const docs = texts.map((text) => run.nlp.makeDoc(text));
  for (const probability of [0, 1]) {
    run.model.zeroGrads();
    run.model.attrs.set("mask", new Masker(run.nlp.vocab, { draws: new NumpyRandom(1), probability }).mask);
    expect(await new MaskedUpdater(run.model).update(docs)).toBeGreaterThan(0);
  }
});

test("an objective of the user's, with a loss on the host", async () => {
  const registry = testRegistry();
  let calls = 0;
  registry.architectures("test.Lengths.v1", z.strictObject({}), (): Objective => (vocab, tok2vec) => {
    const output = chain(list2array(), Linear({ nO: 1, nI: tok2vec.getDim("nO") }));
    const model = maskedLanguageModel(vocab, { tok2vec, output });
    model.attrs.set("loss", {
      call(docs, prediction) {
        calls++;
        const lengths = docs.flatMap((doc) => [...doc].map(({ text }) => text.length));
        const gradient = (prediction.data as Float32Array).map(
          (value, i) => (value - lengths[i]) / lengths.length,
        );
        return {
          loss: sumOfSquares(gradient),
          gradient: { ...prediction, data: gradient },
        };
      },
    } satisfies PretrainLoss);
    return model;
  });
  const config = smallConfig({ "paths.raw_text": corpus, "pretraining.max_epochs": 8 });
  config.delete("pretraining.objective");
  config.set("pretraining.objective", { "@architectures": "test.Lengths.v1" });
  const run = await createPretraining(config, { registry });
  const losses: number[] = [];
  await runPretraining(run, {
    output: memoryOutput(),
    clock: () => 0,
    onStep: ({ loss }) => losses.push(loss),
  });
  expect(calls).toBe(8);
  expect(losses.at(-1)).toBeLessThan(losses[0]);
});

test("shuffling holds no more than its buffer and loses nothing", () => {
  const random = new NumpyRandom(2);
  let taken = 0;
  function* numbers() {
    for (let i = 0; i < 100; i++) {
      taken++;
      yield i;
    }
  }
  const seen: number[] = [];
  for (const item of shuffleBuffer(numbers(), 10, () => random.random())) {
    seen.push(item);
    expect(taken - seen.length).toBeLessThan(10);
  }
  expect(seen).not.toEqual([...seen].sort((a, b) => a - b));
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
});
