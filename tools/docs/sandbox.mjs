// The folder that examples run in: a small corpus, a config, a trained pipeline, vectors, under the names that the docs use.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packages } from "./exports.mjs";
import { root } from "./markdown.mjs";

const folder = join(root, ".cache/docs-check");
const base = join(folder, "base");
export const xBin = join(root, "packages/cli/bin/x.js");

/** What makes any training short, whatever a page says. */
export const shortTraining = "--training.max_steps=4 --training.eval_frequency=2";

export function environment(extra = {}) {
  return {
    ...process.env,
    NO_COLOR: "1",
    CI: "1",
    X_DATA: join(base, "data"),
    ...extra,
  };
}

export function x(args, { cwd, env = {} }) {
  return spawnSync(process.execPath, [xBin, ...args], {
    cwd,
    env: environment(env),
    encoding: "utf8",
    timeout: 120_000,
  });
}

/** Makes the base anew; pages get copies of it. */
export function prepareSandbox() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(base, "data"), { recursive: true });
  const corpus = join(root, "tools/quickstart/corpus");
  const head = (name, from, to) =>
    readFileSync(join(corpus, name), "utf8").split("\n").slice(from, to).join("\n") + "\n";
  const write = (name, text) => writeFileSync(join(base, name), text);
  const records = (text) => text.trim().split("\n").map((line) => JSON.parse(line)); // prettier-ignore
  const train = head("train.jsonl", 0, Infinity).trim() + "\n";
  write("train.jsonl", train);
  write("dev.jsonl", head("dev.jsonl", 0, 20));
  write("test.jsonl", head("dev.jsonl", 20, 40));
  write("annotated.jsonl", train);
  write("texts.jsonl", records(train).slice(0, 30).map(({ text }) => `${JSON.stringify({ text })}\n`).join("")); // prettier-ignore
  write("texts.txt", records(train).slice(0, 30).map(({ text }) => `${text}\n`).join("")); // prettier-ignore
  write("dev.txt", records(train).slice(30, 50).map(({ text }) => `${text}\n`).join("")); // prettier-ignore
  write("train.conllu", conllu(records(train).slice(0, 20)));
  const words = [...new Set(records(train).flatMap(({ tokens }) => tokens))];
  write("words.txt", `${words.slice(0, 20).join("\n")}\n`);
  const rows = ["king", "word", "dogs", "cats", ...words].map((word, i) => `${word} ${vector(i)}\n`).join("");
  writeFileSync(join(base, "glove.6B.50d.txt.gz"), gzipSync(rows));
  // As in the project of a user who installed all of our packages.
  const dependencies = Object.fromEntries(packages().map(({ manifest }) => [manifest.name, "*"]));
  write("package.json", JSON.stringify({ name: "sandbox", private: true, type: "module", dependencies }));
  must(["convert", "train.jsonl", "corpus", "--lang", "en"]);
  must(["convert", "dev.jsonl", "corpus", "--lang", "en"]);
  must(["convert", "test.jsonl", "corpus", "--lang", "en"]);
  for (const name of ["train.spacy", "dev.spacy"]) cpSync(join(base, "corpus", name), join(base, name));
  must(["init", "config", "config.cfg", "--lang", "en", "--pipeline", "tagger,ner"]);
  must(["init", "config", "base.cfg", "--lang", "en", "--pipeline", "tagger,ner"]);
  must(
    ["train", "config.cfg", "--output", "out", "--paths.train", "train.spacy", "--paths.dev", "dev.spacy"],
    { SPACY_CONFIG_OVERRIDES: shortTraining },
  );
  must(["init", "vectors", "en", "glove.6B.50d.txt.gz", "out/vectors"]);
  // As after editing it: the config knows its corpora.
  const config = readFileSync(join(base, "config.cfg"), "utf8");
  write(
    "config.cfg",
    config
      .replace("train = null", 'train = "corpus/train.spacy"')
      .replace("dev = null", 'dev = "corpus/dev.spacy"'),
  );
  // A small model as the hub has them: its network and its tokenizer.
  const model = join(root, "packages/transformers/tests/golden/transformers/train/bert");
  cpSync(model, join(base, "my-model"), { recursive: true });
  // A stand-in for downloaded pipelines: the names resolve, what they predict is of no interest here.
  must(["convert", "train.conllu", "trees", "--lang", "en"]);
  must(["init", "config", "trees/trees.cfg", "--pipeline", "tagger,parser"]);
  must(["train", "trees/trees.cfg", "--output", "trees/out", "--paths.train", "trees/train.spacy", "--paths.dev", "trees/train.spacy"], { SPACY_CONFIG_OVERRIDES: shortTraining }); // prettier-ignore
  cpSync(join(base, "trees/out/model-best"), join(base, "data/en_core_web_sm"), { recursive: true });
  rmSync(join(base, "trees"), { recursive: true });
}

function must(args, env) {
  const { status, stderr, stdout } = x(args, { cwd: base, env });
  if (status !== 0)
    throw new Error(`The folder for examples could not be made: x ${args.join(" ")}\n${stdout}${stderr}`);
}

const vector = (seed) => Array.from({ length: 50 }, (_, i) => Math.sin(seed * 7.3 + i).toFixed(4)).join(" ");

const conllu = (sentences) =>
  sentences
    .map(({ tokens, tags }) =>
      tokens
        .map((word, i) =>
          [
            i + 1,
            word,
            word.toLowerCase(),
            "X",
            tags[i],
            "_",
            i === 0 ? 0 : 1,
            i === 0 ? "root" : "dep",
            "_",
            "_",
          ].join("\t"),
        ) // prettier-ignore
        .join("\n"),
    )
    .join("\n\n") + "\n\n";

/** A folder of its own for a page. */
export function pageFolder(path) {
  if (!existsSync(base)) prepareSandbox();
  const target = join(folder, path.replaceAll(/[^\w.-]/g, "_"));
  rmSync(target, { recursive: true, force: true });
  cpSync(base, target, { recursive: true, filter: (source) => source !== join(base, "data") });
  return target;
}
