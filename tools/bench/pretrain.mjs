// Pretraining on the same raw text, for characters and for vectors.
import { join } from "node:path";
import {
  alternate,
  both,
  cache,
  cli,
  compare,
  corpus,
  createSides,
  once,
  run,
  speed,
  speedOfProcessor,
} from "./harness.mjs";

/** Words a second, of wall time and of processor time. */
export async function benchPretrain(context) {
  const sides = await createSides("pretrain", context, "dist");
  const texts = join(corpus("raw-gutenberg-en"), "gutenberg.jsonl");
  const config = join(cache, "pretrain.cfg");
  const base = join(corpus("ewt-uner"), "base.cfg");
  run(process.execPath, [cli, "init", "fill-config", base, config, "--pretraining"]);
  const vectors = once(join(cache, "pretrain-vectors"), (pending) =>
    sides.spacy("vectors", "--texts", texts, "--out", pending),
  );
  const common = ["--texts", texts, "--config", config, "--steps", context.quick ? "15" : "40"];
  return Object.entries({ characters: [], vectors: ["--vectors", vectors] }).flatMap(([objective, extra]) => {
    const name = `pretrain ${objective}`;
    const args = ["pretrain", ...common, "--warmup", "5", ...extra];
    const runs = alternate(name, both(sides, args), context);
    return [
      compare(runs, { name, unit: "words/s", value: speed }),
      compare(runs, { name: `${name}, processor time`, unit: "words/s", value: speedOfProcessor }),
    ];
  });
}
