import { parseConfig, registry } from "@x/core";
import { load, useInstalledPackages } from "@x/pipeline";
import { initNlp, train } from "@x/train";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepareCorpus } from "./corpus.mjs";

const { values } = parseArgs({
  options: { steps: { type: "string", default: "300" }, output: { type: "string", default: "output" } },
});
mkdirSync(values.output, { recursive: true });

// The packages that this project depends on say what the names in the config mean.
await useInstalledPackages(registry);

const paths = await prepareCorpus(values.output);
const config = parseConfig(readFileSync(new URL("config.cfg", import.meta.url), "utf8"), {
  interpolate: false,
  overrides: {
    "paths.train": paths.train,
    "paths.dev": paths.dev,
    "training.max_steps": Number(values.steps),
    "training.eval_frequency": Math.ceil(Number(values.steps) / 3),
  },
});
const nlp = await initNlp(config);
const best = join(values.output, "model-best");
const { best: result } = await train(nlp, {
  stdout: process.stdout,
  stderr: process.stderr,
  clock: () => performance.now() / 1000,
  save: async (trained, checkpoints) => {
    if (checkpoints.includes("best")) await trained.toDisk(best);
    return best;
  },
});
console.log(`Best score ${result.score.toFixed(3)} after ${result.step} steps`);

const trained = await load(best);
const doc = await trained("Sofia flew from Lisbon to Kyoto in May.");
console.log([...doc].map((token) => `${token.text}/${token.tag}`).join(" "));
console.log(doc.ents.map((ent) => `${ent.text} (${ent.label})`).join(", "));
