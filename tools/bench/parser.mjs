// The parser on UD English EWT: spaCy and us in turn, same batches, same config, gold tokens. bench.mjs calls it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const corpus = join(root, "../shared/data/ud-english-ewt");
const data = join(root, ".cache/bench/ewt");
const model = join(data, "model");
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** @returns rows as bench.mjs prints them: words a second of training and prediction, of wall time and of processor time */
export function benchParser({ quick, env, rounds }) {
  const call = (command, args) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: root,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`${args.join(" ")}\n${stdout.slice(-1000)}\n${stderr.slice(-3000)}`);
    return JSON.parse(stdout.trim().split("\n").at(-1));
  };
  const sides = {
    peer: (...args) =>
      call(join(root, ".peers/bin/python"), ["-W", "ignore", "tools/bench/spacy_parser.py", ...args]),
    ours: (...args) => call(process.execPath, ["tools/bench/parser-ours.mjs", ...args]),
  };
  if (!existsSync(corpus)) throw new Error(`The benchmark of the parser needs ${corpus}`);
  mkdirSync(data, { recursive: true });
  if (!existsSync(join(data, "train.spacy"))) sides.peer("convert", "--source", corpus, "--data", data);
  if (!existsSync(join(model, "meta.json")))
    sides.peer("train", "--data", data, "--model", model, "--steps", quick ? "30" : "300");
  const work = {
    "train parser": ["train", "--data", data, "--steps", quick ? "30" : "100"],
    "nlp.pipe parser": ["predict", "--data", data, "--model", model],
  };
  return Object.entries(work).flatMap(([name, args]) => {
    const runs = { ours: [], peer: [] };
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? ["peer", "ours"] : ["ours", "peer"]) {
        const result = sides[side](...args);
        runs[side].push(result);
        console.log(
          `  ${name} round ${round + 1} ${side} ${Math.round(result.words / result.seconds)} words/s`,
        );
      }
    return [
      ["seconds", "words/s"],
      ["cpu", "words/s of processor time"],
    ].map(([time, unit]) => {
      const [mine, theirs] = ["ours", "peer"].map((side) =>
        median(runs[side].map((run) => run.words / run[time])),
      );
      return { name, unit, ours: mine, peer: theirs, ratio: mine / theirs };
    });
  });
}
