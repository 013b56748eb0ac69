// What static vectors are worth: tok2vec + tagger + ner on EWT + UNER with and without GloVe, with spaCy and with us.
//
// Design, fixed before the runs: seeds 0, 1, 2 (30, 31, 32 if a repetition is wanted) on both sides, none left out; GloVe 50d, the
// 20,000 most frequent words, looked up by LOWER; 1,000 steps, the checkpoint that is best on the development part, scored on the
// test part with `evaluate`. Compared are the gains: wanted is a gain of ents_f above 0 on both sides, and a difference of the two
// gains of at most 2 points or two standard errors (tag_acc: 0.5 points or two standard errors). With three seeds the standard
// error of a gain of ents_f is about 2 points, which is printed beside it.
//
// spaCy forgets `attr` whenever it stores vectors (docs/parity.md): after `init vectors --attr LOWER`, and again in model-best, which
// then looks up by ORTH what was trained with LOWER. So the table is converted by us for both sides, and before spaCy evaluates,
// the attribute is written back into its model-best. --attr ORTH compares without that: capitalized words have no vector then.
//
//   node tools/accuracy/vectors.mjs [--seeds 0,1,2] [--steps 1000] [--attr LOWER|ORTH] [--source DATA] [--report]
//
// Runs are kept in .cache/accuracy-vectors, so an interrupted series goes on where it stopped; --report only prints.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { once, root } from "../bench/harness.mjs";
import { call, printGains, trainAndScore } from "./runs.mjs";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "0,1,2" },
    steps: { type: "string", default: "1000" },
    attr: { type: "string", default: "LOWER" },
    source: { type: "string", default: join(root, "../shared/data") },
    out: { type: "string", default: join(root, ".cache/accuracy-vectors") },
    report: { type: "boolean", default: false },
  },
});
const seeds = options.seeds.split(",").map(Number);
const data = join(options.source, "ewt-uner");
const settings = ["without vectors", "with vectors"];
const folderOf = (side, setting, seed) =>
  join(options.out, `${side}-${setting === settings[0] ? "without" : options.attr}-${options.steps}-${seed}`);

if (!options.report) {
  const table = once(join(options.out, `vectors-${options.attr}`), (pending) =>
    call("ours", [
      ...["init", "vectors", "en", join(options.source, "vectors/glove.6B.50d.top20k.txt"), pending],
      ...["--attr", options.attr],
    ]),
  );
  const config = once(join(options.out, "vectors.cfg"), (pending) =>
    writeFileSync(
      pending,
      readFileSync(join(data, "config.cfg"), "utf8").replace(
        "include_static_vectors = false",
        "include_static_vectors = true",
      ),
    ),
  );
  for (const seed of seeds)
    for (const side of ["spacy", "ours"])
      for (const setting of settings) {
        const isWith = setting === settings[1];
        trainAndScore({
          side,
          folder: folderOf(side, setting, seed),
          afterTraining:
            isWith && side === "spacy"
              ? (model) => copyFileSync(join(table, "vocab/vectors.cfg"), join(model, "vocab/vectors.cfg"))
              : undefined,
          parts: { dev: join(data, "dev.spacy"), test: join(data, "test.spacy") },
          args: [
            isWith ? config : join(data, "config.cfg"),
            ...["--paths.train", join(data, "train.spacy"), "--paths.dev", join(data, "dev.spacy")],
            ...["--training.max_steps", options.steps, "--system.seed", String(seed)],
            ...(isWith ? ["--paths.vectors", table] : []),
          ],
        });
      }
}
for (const part of ["dev", "test"])
  printGains({ settings, seeds, part, keys: ["tag_acc", "ents_f"], folderOf });
