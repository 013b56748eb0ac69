// The commands that are killed, what they begin with, and what must be right afterwards.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const x = join(root, "packages/cli/bin/x.js");
const toDisk = join(import.meta.dirname, "to-disk.mjs");

const tiny = [
  ...["--components.tok2vec.model.encode.width", "16", "--components.tok2vec.model.encode.depth", "1"],
  ...["--components.tok2vec.model.embed.rows", "[200, 100, 100, 100]"],
];
const train = (...more) => [
  ...[
    x,
    "train",
    "config.cfg",
    "--output",
    "out",
    "--paths.train",
    "train.spacy",
    "--paths.dev",
    "dev.spacy",
  ],
  ...[...tiny, "--training.max_steps", "12", "--training.eval_frequency", "4", ...more],
];
const pretrain = (...more) => [
  ...[x, "pretrain", "config.cfg", "out", "--paths.raw_text", "raw.jsonl", ...tiny, "--state-every", "2"],
  ...[
    "--pretraining.max_epochs",
    "2",
    "--pretraining.batcher.size",
    "120",
    "--pretraining.n_save_every",
    "3",
    ...more,
  ],
];

/**
 * Makes the folder that all scenarios start from, and their list:
 *
 * - `args`: the command; `again`: what brings it to its end after the cut (default: the command itself)
 * - `refused`: with this error `again` may find that nothing has begun: what `old` made is untouched, and `args` is run once more
 * - `old`: a command that makes what it then replaces
 * - `targets`: what must be the old or the new, whole; `pipelines`: what must load where it is there
 */
export function prepare(folder) {
  mkdirSync(folder, { recursive: true });
  const call = (args, cwd = folder) => {
    const env = { ...process.env, X_DATA: join(cwd, "data") };
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}\n${stderr}`);
  };
  const corpus = (part) =>
    readFileSync(join(root, `tools/quickstart/corpus/${part}.jsonl`), "utf8")
      .trim()
      .split("\n");
  const lines = corpus("train").slice(0, 120);
  writeFileSync(join(folder, "train.jsonl"), lines.join("\n"));
  mkdirSync(join(folder, "few"));
  writeFileSync(join(folder, "few/train.jsonl"), lines.slice(0, 20).join("\n"));
  writeFileSync(join(folder, "dev.jsonl"), corpus("dev").slice(0, 30).join("\n"));
  const texts = lines.map((line) => JSON.stringify({ text: JSON.parse(line).text }));
  writeFileSync(join(folder, "raw.jsonl"), texts.join("\n"));
  writeFileSync(join(folder, "fewer.jsonl"), texts.slice(0, 30).join("\n"));
  const table = (rows) => `${rows} 8\n${Array.from({ length: rows }, (_, i) => `word${i} ${Array.from({ length: 8 }, (_, j) => ((i * 7 + j) % 13) / 10).join(" ")}`).join("\n")}\n`; // prettier-ignore
  writeFileSync(join(folder, "vectors.txt"), table(300));
  writeFileSync(join(folder, "other.txt"), table(100));
  for (const part of ["train", "dev"]) call([x, "convert", `${part}.jsonl`, "."]);
  call([x, "init", "config", "config.cfg", "--lang", "en", "--pipeline", "tagger", "--pretraining"]);
  for (const [name, seed] of [
    ["one", "1"],
    ["two", "2"],
  ]) {
    call(train("--output", name, "--training.max_steps", "4", "--training.seed", seed));
    call([
      x,
      "package",
      `${name}/model-last`,
      name,
      "--name",
      "mine",
      "--version",
      "1.0.0",
      "--build",
      "wheel",
    ]);
  }
  const wheel = (name) => `${name}/en_mine-1.0.0-py3-none-any.whl`;
  return {
    call,
    scenarios: [
      { name: "train", share: 4, args: train(), again: train("--resume"), targets: [], pipelines: ["out/model-best", "out/model-last"] },
      { name: "train over another", share: 2, old: train("--training.seed", "7"), args: train(), targets: [], pipelines: ["out/model-best", "out/model-last"], mustLoad: true },
      { name: "pretrain", share: 4, args: pretrain(), again: pretrain("--resume"), targets: [], pipelines: [] },
      { name: "pretrain over another", share: 2, old: pretrain("--training.seed", "7", "--pretraining.max_epochs", "4"), args: pretrain("--force"), again: pretrain("--resume"), refused: "[R012]", targets: [], pipelines: [] },
      { name: "convert", share: 2, old: [x, "convert", "few/train.jsonl", "done"], args: [x, "convert", "train.jsonl", "done"], targets: ["done/train.spacy"] },
      { name: "apply", share: 2, old: [x, "apply", "one/model-last", "fewer.jsonl", "docs.jsonl"], args: [x, "apply", "one/model-last", "raw.jsonl", "docs.jsonl", "--force"], targets: ["docs.jsonl"] },
      { name: "init vectors", share: 3, old: [x, "init", "vectors", "en", "other.txt", "vectors"], args: [x, "init", "vectors", "en", "vectors.txt", "vectors"], targets: ["vectors"], pipelines: ["vectors"] },
      { name: "package", share: 3, old: [x, "package", "one/model-last", "dist", "--name", "mine", "--version", "1.0.0", "--build", "npm,wheel"], args: [x, "package", "two/model-last", "dist", "--name", "mine", "--version", "1.0.0", "--build", "npm,wheel", "--force"], targets: ["dist/en_mine-1.0.0", "dist/en_mine-1.0.0.tgz", "dist/en_mine-1.0.0-py3-none-any.whl"] },
      { name: "download", share: 3, old: [x, "download", wheel("one")], args: [x, "download", wheel("two")], targets: ["data/en_mine"], pipelines: ["data/en_mine"] },
      { name: "toDisk", share: 3, old: [toDisk, "saved", "one/model-last"], args: [toDisk, "saved", "two/model-last", "one/model-last", "two/model-last"], targets: ["saved"], pipelines: ["saved"] },
    ], // prettier-ignore
  };
}

/** A folder with what a scenario begins with, and one with what it ends with when nothing happens. */
export function endsOf({ old, args }, { folder, call, into }) {
  const [start, end] = [join(into, "start"), join(into, "end")];
  cpSync(folder, start, { recursive: true });
  if (old !== undefined) call(old, start);
  cpSync(start, end, { recursive: true });
  call(args, end);
  return { start, end };
}
