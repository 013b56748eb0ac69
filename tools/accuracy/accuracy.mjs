// Trains the same config on the same files with spaCy and with us, for several seeds, and prints both scores.
//
//   node tools/accuracy/accuracy.mjs [--seeds 0,1,2] [--steps 1500] [--only spacy|ours] [--data DIR] [--report]
//
// Every run's scores are kept in .cache/accuracy, so an interrupted series goes on where it stopped; --report only prints.
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../bench/harness.mjs";
import { printSides, trainAndScore } from "./runs.mjs";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "0,1,2" },
    steps: { type: "string", default: "1500" },
    only: { type: "string" },
    data: { type: "string", default: join(root, "../shared/data/ewt-uner") },
    out: { type: "string", default: join(root, ".cache/accuracy") },
    report: { type: "boolean", default: false },
  },
});
const seeds = options.seeds.split(",").map(Number);
const fileOf = (part) => join(resolve(options.data), `${part}.spacy`);
const folderOf = (side, seed) => join(options.out, `${side}-${options.steps}-${seed}`);

if (!options.report)
  for (const seed of seeds)
    for (const side of options.only ? [options.only] : ["spacy", "ours"])
      trainAndScore({
        side,
        folder: folderOf(side, seed),
        parts: { dev: fileOf("dev"), test: fileOf("test") },
        args: [
          join(resolve(options.data), "config.cfg"),
          ...["--paths.train", fileOf("train"), "--paths.dev", fileOf("dev")],
          ...["--training.max_steps", options.steps, "--system.seed", String(seed)],
        ],
      });
for (const part of ["dev", "test"])
  printSides({ seeds, part, keys: ["tag_acc", "ents_f", "ents_p", "ents_r"], folderOf });
