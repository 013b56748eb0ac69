// Text classification with the default network: spaCy and us in turn, the same batches and texts. bench.mjs calls it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const corpora = { polarity: "textcat-sentence-polarity", banking77: "textcat-banking77" };
const titles = { train: "train", predict: "predict", stream: "predict training part," };
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** @returns rows as bench.mjs prints them: words a second of training and prediction, of wall time and of processor time */
export function benchTextcat({ quick, env, rounds }) {
  const call = (command, args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")}\n${stdout.slice(-1000)}\n${stderr.slice(-3000)}`);
    return JSON.parse(stdout.trim().split("\n").at(-1));
  };
  const sides = {
    peer: (...args) =>
      call(join(root, ".peers/bin/python"), ["-W", "ignore", "tools/bench/spacy_textcat.py", ...args]),
    ours: (...args) => call(process.execPath, ["tools/bench/textcat-ours.mjs", ...args]),
  };
  return Object.entries(corpora).flatMap(([title, folder]) => {
    const data = join(root, "../shared/data", folder);
    if (!existsSync(data)) throw new Error(`The benchmark of text classification needs ${data}`);
    const args = ["--data", data, "--steps", quick ? "20" : "60"];
    const runs = { ours: [], peer: [] };
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? ["peer", "ours"] : ["ours", "peer"]) {
        const result = sides[side](...args);
        runs[side].push(result);
        const speeds = ["train", "predict", "stream"].map(
          (work) => `${work} ${Math.round(result[work].words / result[work].seconds)} words/s`,
        );
        console.log(`  textcat ${title} round ${round + 1} ${side} ${speeds.join(", ")}`);
      }
    return ["train", "predict", "stream"].flatMap((work) =>
      [
        ["seconds", "words/s"],
        ["cpu", "words/s of processor time"],
      ].map(([time, unit]) => {
        const [ours, peer] = ["ours", "peer"].map((side) =>
          median(runs[side].map((run) => run[work].words / run[work][time])),
        );
        return { name: `${titles[work]} textcat, ${title}`, unit, ours, peer, ratio: ours / peer };
      }),
    );
  });
}
