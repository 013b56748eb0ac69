// Pretraining: spaCy and us in turn on the same raw text, for characters and for vectors. bench.mjs calls it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const data = join(root, "../shared/data");
const texts = join(data, "raw-gutenberg-en/gutenberg.jsonl");
const cache = join(root, ".cache/bench");
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** @returns rows as bench.mjs prints them: words a second of both sides, of wall time and of processor time */
export function benchPretrain({ quick, env, rounds }) {
  const call = (command, args) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: root,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`${args.join(" ")}\n${stdout.slice(-1000)}\n${stderr.slice(-3000)}`);
    return stdout.trim().split("\n").at(-1);
  };
  const python = (...args) =>
    call(join(root, ".peers/bin/python"), ["-W", "ignore", "tools/bench/spacy_pretrain.py", ...args]);
  if (!existsSync(texts)) throw new Error(`The benchmark of pretraining needs ${texts}`);
  mkdirSync(cache, { recursive: true });
  const config = join(cache, "pretrain.cfg");
  call(
    process.execPath,
    [
      join(root, "packages/cli/bin/x.js"),
      "init",
      "fill-config",
      join(data, "ewt-uner/base.cfg"),
      config,
      "--pretraining",
    ].map(String),
  );
  const vectors = join(cache, "pretrain-vectors");
  if (!existsSync(join(vectors, "meta.json"))) {
    rmSync(`${vectors}.tmp`, { recursive: true, force: true });
    python("vectors", "--texts", texts, "--out", `${vectors}.tmp`);
    renameSync(`${vectors}.tmp`, vectors);
  }
  const length = ["--steps", quick ? "15" : "40", "--warmup", "5"];
  const results = [];
  for (const [name, extra] of [
    ["characters", []],
    ["vectors", ["--vectors", vectors]],
  ]) {
    const args = ["--texts", texts, "--config", config, ...length, ...extra];
    const sides = {
      peer: () => JSON.parse(python("pretrain", ...args)),
      ours: () => JSON.parse(call(process.execPath, ["tools/bench/pretrain-ours.mjs", ...args])),
    };
    const speeds = { ours: [], peer: [], oursCpu: [], peerCpu: [] };
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? ["peer", "ours"] : ["ours", "peer"]) {
        const { words, seconds, cpu, mebibytes } = sides[side]();
        speeds[side].push(words / seconds);
        speeds[`${side}Cpu`].push(words / cpu);
        const numbers = `${Math.round(words / seconds)} words/s, ${Math.round(words / cpu)} a processor second, ${Math.round(mebibytes)} MiB`;
        console.log(`  pretrain ${name} round ${round + 1} ${side.padEnd(4)} ${numbers}`);
      }
    for (const [title, ours, peer] of [
      [`pretrain ${name}`, median(speeds.ours), median(speeds.peer)],
      [`pretrain ${name}, processor time`, median(speeds.oursCpu), median(speeds.peerCpu)],
    ])
      results.push({ name: title, unit: "words/s", ours, peer, ratio: ours / peer });
  }
  return results;
}
