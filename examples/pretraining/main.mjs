import { DocBin, jsonlToDocs, parseConfig, registry, writeDocBin } from "@x/core";
import { useInstalledPackages } from "@x/pipeline";
import { initNlp, train } from "@x/train";
import { createPretraining, pretrainFolder, runPretraining } from "@x/pretrain";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    epochs: { type: "string", default: "5" },
    steps: { type: "string", default: "60" },
    output: { type: "string", default: "output" },
  },
});
mkdirSync(values.output, { recursive: true });
await useInstalledPackages(registry);

// 1. Much raw text, and few annotated sentences.
const corpus = new URL("../../tools/quickstart/corpus/", import.meta.url);
const lines = readFileSync(new URL("train.jsonl", corpus), "utf8").trim().split("\n");
const rawText = join(values.output, "raw.jsonl");
writeFileSync(rawText, lines.map((line) => `${JSON.stringify({ text: JSON.parse(line).text })}\n`).join(""));
async function annotated(name, text) {
  const bin = new DocBin({ attrs: ["TAG"] });
  for (const doc of jsonlToDocs(text)) bin.add(doc);
  const path = join(values.output, name);
  await writeDocBin(path, bin);
  return path;
}
const trainPath = await annotated("train.spacy", lines.slice(0, 40).join("\n"));
const devPath = await annotated("dev.spacy", readFileSync(new URL("dev.jsonl", corpus), "utf8"));

const text = readFileSync(new URL("config.cfg", import.meta.url), "utf8");
const configWith = (overrides) =>
  parseConfig(text, {
    interpolate: false,
    overrides: { "paths.train": trainPath, "paths.dev": devPath, "paths.raw_text": rawText, ...overrides },
  });

// 2. The embedding layer guesses the letters of hidden words.
const folder = join(values.output, "pretrain");
const clock = () => performance.now() / 1000;
const run = await createPretraining(configWith({ "pretraining.max_epochs": Number(values.epochs) }));
await runPretraining(run, { output: pretrainFolder(folder), clock });
const weights = join(folder, "model-last.bin");
console.log(
  `Pretrained: ${readdirSync(folder)
    .filter((name) => name.endsWith(".bin"))
    .join(", ")}`,
);

// 3. The same tagger, from random weights and from these.
for (const [how, initial] of [
  ["from random weights", {}],
  ["from pretrained weights", { "paths.init_tok2vec": weights }],
]) {
  const nlp = await initNlp(configWith({ "training.max_steps": Number(values.steps), ...initial }));
  const silent = { write: () => true };
  const { best } = await train(nlp, { stdout: silent, stderr: silent, clock });
  console.log(`${how}: ${(best.score * 100).toFixed(1)} % of the tags are right`);
}
