// What pretraining is worth: tok2vec + tagger + ner on 500 sentences of EWT + UNER, with and without pretraining on books, with
// spaCy and with us.
//
// Design, fixed before the runs: seeds 0, 1, 2 on both sides, none left out; the first docs of the training part that have 500
// sentences together; 5 epochs of PretrainCharacters over the first 120,000 words of the Gutenberg texts, which each side
// pretrains for each seed itself (so few words that a run takes minutes: the gain is smaller than what a night would give);
// 600 steps of training, the checkpoint that is best on the development part, scored on the test part with `evaluate`. Wanted is a
// gain of tag_acc above 0 on both sides, and a difference of the two gains of at most 1 point or two standard errors. ents_f of so
// few sentences varies by 2 points and more between seeds: it is shown, and compared within two standard errors.
//
//   node tools/accuracy/pretrain.mjs [--seeds 0,1,2] [--words 120000] [--steps 600] [--source DATA] [--report]
//
// Runs are kept in .cache/accuracy-pretrain, so an interrupted series goes on where it stopped; --report only prints.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DocBin, Vocab } from "@x/core";
import { once, root } from "../bench/harness.mjs";
import { call, printGains, trainAndScore } from "./runs.mjs";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "0,1,2" },
    words: { type: "string", default: "120000" },
    steps: { type: "string", default: "600" },
    source: { type: "string", default: join(root, "../shared/data") },
    out: { type: "string", default: join(root, ".cache/accuracy-pretrain") },
    report: { type: "boolean", default: false },
  },
});
const seeds = options.seeds.split(",").map(Number);
const data = join(options.source, "ewt-uner");
const epochs = 5;
const settings = ["without pretraining", "with pretraining"];
const folderOf = (side, setting, seed) =>
  join(options.out, `${side}-${setting.split(" ")[0]}-${options.words}-${options.steps}-${seed}`);

/** The first docs that have so many sentences together. */
function firstSentences(count) {
  const all = DocBin.fromBytes(new Uint8Array(readFileSync(join(data, "train.spacy"))));
  const some = new DocBin({ attrs: all.attrs });
  let sentences = 0;
  for (const doc of all.getDocs(new Vocab())) {
    if (sentences >= count) break;
    sentences += [...doc.sents].length;
    some.add(doc);
  }
  return some.toBytes();
}

/** The first texts that have so many words together. */
function firstTexts(count) {
  const lines = readFileSync(join(options.source, "raw-gutenberg-en/gutenberg.jsonl"), "utf8").split("\n");
  const taken = [];
  for (let words = 0, i = 0; words < count && i < lines.length; i++) {
    taken.push(lines[i]);
    words += lines[i].split(/\s+/).length;
  }
  return `${taken.join("\n")}\n`;
}

if (!options.report) {
  const train = once(join(options.out, "train500.spacy"), (pending) =>
    writeFileSync(pending, firstSentences(500)),
  );
  const raw = once(join(options.out, `raw-${options.words}.jsonl`), (pending) =>
    writeFileSync(pending, firstTexts(Number(options.words))),
  );
  const config = once(join(options.out, "pretrain.cfg"), (pending) =>
    call("ours", ["init", "fill-config", join(data, "config.cfg"), pending, "--pretraining"]),
  );
  for (const seed of seeds)
    for (const side of ["spacy", "ours"])
      for (const setting of settings) {
        const weights =
          setting === settings[0]
            ? undefined
            : join(
                once(join(options.out, `weights-${side}-${options.words}-${seed}`), (pending) =>
                  call(side, [
                    ...["pretrain", config, pending, "--paths.raw_text", raw],
                    ...["--pretraining.max_epochs", String(epochs), "--system.seed", String(seed)],
                  ]),
                ),
                `model${epochs - 1}.bin`,
              );
        trainAndScore({
          side,
          folder: folderOf(side, setting, seed),
          parts: { dev: join(data, "dev.spacy"), test: join(data, "test.spacy") },
          args: [
            config,
            ...["--paths.train", train, "--paths.dev", join(data, "dev.spacy")],
            ...["--training.max_steps", options.steps, "--training.eval_frequency", "100"],
            ...["--system.seed", String(seed)],
            ...(weights === undefined ? [] : ["--initialize.init_tok2vec", weights]),
          ],
        });
      }
}
for (const part of ["dev", "test"])
  printGains({ settings, seeds, part, keys: ["tag_acc", "ents_f"], folderOf });
