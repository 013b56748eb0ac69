import { DocBin, Example, jsonlToDocs, registry } from "@x/core";
import { load, useInstalledPackages } from "@x/pipeline";
import { initNlp, train } from "@x/train";
import { tokenVectors } from "@x/transformers";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepareCorpus } from "../shared-tok2vec/corpus.mjs";
import { swapInTransformer } from "./swap.mjs";
import { writeTinyEncoder } from "./tiny-encoder.mjs";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "300" },
    output: { type: "string", default: "output" },
    model: { type: "string" },
  },
});
const steps = Number(values.steps);
mkdirSync(values.output, { recursive: true });
await useInstalledPackages(registry);
const paths = await prepareCorpus(values.output);

// A name of the hub or a folder; without one, a small encoder made here of the words in the training part.
let model = values.model;
if (model === undefined) {
  model = join(values.output, "tiny-encoder");
  const text = readFileSync(new URL("../../tools/quickstart/corpus/train.jsonl", import.meta.url), "utf8");
  writeTinyEncoder(
    model,
    new Set([...jsonlToDocs(text)].flatMap((doc) => [...doc].map((token) => token.lower))),
  );
}

// The config of the example shared-tok2vec, with a transformer in place of its tok2vec.
const config = swapInTransformer("../shared-tok2vec/config.cfg");
for (const [path, value] of Object.entries({
  "paths.train": paths.train,
  "paths.dev": paths.dev,
  "components.transformer.model.name": model,
  "training.max_steps": steps,
  "training.eval_frequency": Math.ceil(steps / 3),
  // Weights that know nothing can take larger steps.
  ...(values.model === undefined ? { "training.optimizer.learn_rate.initial_rate": 0.003 } : {}),
}))
  config.set(path, value);
const nlp = await initNlp(config);
console.log(
  `${nlp.pipeNames.join(", ")} with ${nlp.getPipe("transformer").model.getDim("nO")} numbers a token`,
);

// Fine-tuning: the gradients of both components go through the transformer.
const best = join(values.output, "model-best");
await train(nlp, {
  stdout: process.stdout,
  stderr: process.stderr,
  clock: () => performance.now() / 1000,
  save: async (trained, checkpoints) => {
    if (checkpoints.includes("best")) await trained.toDisk(best);
    return best;
  },
});

// The weights are in the saved folder now: loading asks no hub and no model folder.
const trained = await load(best);
const gold = DocBin.fromBytes(readFileSync(paths.dev)).getDocs(trained.vocab);
const { tag_acc, ents_f } = await trained.evaluate(
  Array.from(gold, (doc) => new Example(trained.makeDoc(doc.text), doc)),
);
console.log(`tag_acc ${tag_acc.toFixed(3)}, ents_f ${ents_f.toFixed(3)}`);

const doc = await trained("Sofia flew from Lisbon to Kyoto in May. Kyoto was warm.");
console.log([...doc].map((token) => `${token.text}/${token.tag}`).join(" "));
console.log(doc.ents.map((ent) => `${ent.text} (${ent.label})`).join(", "));

// What the transformer said: wordpieces, its output, which wordpieces a token has, and from them a vector a token.
const data = doc._.trf_data;
console.log(data.wordpieces.strings[0].join(" "));
console.log(`last hidden state ${data.modelOutput.lastHiddenState.shape.join(" x ")}`);
const vectors = await tokenVectors(doc);
const row = (i) => vectors.data.subarray(i * vectors.shape[1], (i + 1) * vectors.shape[1]);
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const cosine = (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const [first, second] = [...doc].filter(({ text }) => text === "Kyoto").map(({ i }) => row(i));
console.log(
  `token vectors ${vectors.shape.join(" x ")}; the two Kyoto are ${cosine(first, second).toFixed(3)} alike`,
);
