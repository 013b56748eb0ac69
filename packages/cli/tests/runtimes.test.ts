import { readFileSync } from "node:fs";
import { useRuntime } from "@x/nn";
import { load } from "@x/pipeline";
import { afterAll, beforeAll, expect, it } from "vitest";
import { annotated, small, workplace } from "./workplace";

const place = workplace();
const corpus = place.path("corpus/data.spacy");
const texts = ["Sofia flew to Kyoto.", "Lin met Ada in Oslo."];

beforeAll(async () => {
  place.write("data.jsonl", annotated);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger,ner"]);
});
afterAll(() => void useRuntime(undefined));

const steps = ["--training.max_steps", "12", "--training.eval_frequency", "6", ...small];
const train = (output: string, ...options: string[]) =>
  place.x([
    "train",
    "config.cfg",
    "-o",
    output,
    "--paths.train",
    corpus,
    "--paths.dev",
    corpus,
    ...steps,
    ...options,
  ]);

async function predictions(folder: string, runtime: string) {
  useRuntime(runtime);
  const nlp = await load(place.path(folder));
  const found: unknown[] = [];
  const numbers: number[] = [];
  for (const text of texts) {
    const doc = await nlp(text);
    found.push(
      doc.tags,
      doc.ents.map(({ text: words, label }) => [words, label]),
    );
    numbers.push(...doc.tensor!.data);
  }
  await nlp.close();
  return { found, numbers };
}

it("a pipeline trained with --runtime tfjs predicts the same under onnxruntime", async () => {
  const { code, errors } = await train("on-tfjs", "--runtime", "tfjs:wasm");
  expect(errors).toMatch(/Runtime tfjs:wasm: TensorFlow.js 4\.\d+\.\d+, @tensorflow\/tfjs-backend-wasm/);
  expect(code).toBe(0);
  const [tfjs, onnx] = [
    await predictions("on-tfjs/model-last", "tfjs:wasm"),
    await predictions("on-tfjs/model-last", "onnxruntime"),
  ];
  expect(onnx.found).toEqual(tfjs.found);
  onnx.numbers.forEach((number, i) => expect(Math.abs(number - tfjs.numbers[i])).toBeLessThan(1e-4));
});

it("the same training on both runtimes ends with the same scores", async () => {
  await train("on-onnx");
  const scores = ["on-tfjs", "on-onnx"].map(
    (folder) =>
      (
        JSON.parse(readFileSync(place.path(`${folder}/model-last/meta.json`), "utf8")) as Record<
          string,
          never
        >
      ).performance as Record<string, number>,
  );
  for (const key of ["tag_acc", "ents_f"]) expect(scores[0][key]).toBeCloseTo(scores[1][key], 6);
});

it("[system] runtime chooses it in the config, and the command line wins", async () => {
  const own = await train("none", "--system.runtime", "reference", "--training.max_steps", "1");
  expect(own.errors).toContain("Runtime reference: plain TypeScript");
  expect(own.code).toBe(0);
  const other = await train(
    "none",
    "--system.runtime",
    "reference",
    "--runtime",
    "tfjs:cpu",
    "--training.max_steps",
    "1",
  );
  expect(other.errors).toContain("Runtime tfjs:cpu");
});

it.each([
  [["--runtime", "tensorflow"], "RG01"],
  [["--runtime", "tfjs:cuda"], "NN212"],
  [["--runtime", "tfjs:webgpu"], "TF01"],
  [["--gpu-id", "0", "--runtime", "tfjs"], "NN210"],
  [["--system.gpu_allocator", "cupy"], "NN211"],
])("%j is refused before training", async (options, errorCode) => {
  const { code, errors } = await train("none", ...options);
  expect(errors).toContain(`[${errorCode}]`);
  expect(code).toBe(1);
});

it("x info reports the runtimes", async () => {
  const { output } = await place.x(["info"]);
  expect(output).toMatch(/Runtime onnxruntime\s+onnxruntime-node 1\.\d+/);
  expect(output).toMatch(/Runtime tfjs\s+TensorFlow.js 4/);
  expect(output).toContain("Runtime reference");
});
