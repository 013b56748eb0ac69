// What the comparisons of accuracy share: both sides by their command lines, runs that are kept, and tables of means.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cli, once, python, run } from "../bench/harness.mjs";

const commands = {
  spacy: [python, "-W", "ignore", "-m", "spacy"],
  ours: [process.execPath, cli],
};

/** Calls a command of one side, and throws with what it printed last if it fails. */
export function call(side, args) {
  const [command, ...first] = commands[side];
  run(command, [...first, ...args], {
    env: { ...process.env, OMP_NUM_THREADS: process.env.OMP_NUM_THREADS ?? "1" },
  });
}

/**
 * Trains with the arguments, calls `afterTraining` with the folder of model-best, and evaluates it on both parts; only the
 * scores stay, and are not made twice.
 */
export function trainAndScore({ side, folder, args, parts, afterTraining }) {
  const scored = Object.keys(parts).map((part) => join(folder, `${part}.json`));
  if (scored.every((path) => existsSync(path))) return;
  const began = Date.now();
  mkdirSync(folder, { recursive: true });
  const model = join(folder, "model");
  call(side, ["train", ...args, "--output", model]);
  afterTraining?.(join(model, "model-best"));
  for (const [part, path] of Object.entries(parts))
    once(join(folder, `${part}.json`), (pending) =>
      call(side, ["evaluate", join(model, "model-best"), path, "--output", pending]),
    );
  rmSync(model, { recursive: true });
  console.log(`${folder.split("/").at(-1)}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
}

const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const variance = (numbers) =>
  numbers.reduce((sum, x) => sum + (x - mean(numbers)) ** 2, 0) / Math.max(1, numbers.length - 1);
/** Mean with its standard error, in points. */
const shown = (numbers) =>
  `${mean(numbers).toFixed(1)} (${Math.sqrt(variance(numbers) / numbers.length).toFixed(1)})`;

/** The scores that there are, in percent. */
const scoresOf = (folders, part, key) =>
  folders
    .map((folder) => join(folder, `${part}.json`))
    .filter((path) => existsSync(path))
    .map((path) => 100 * JSON.parse(readFileSync(path, "utf8"))[key]);
const named = (side) => (side === "spacy" ? "spaCy" : "here");
const cell = (numbers) =>
  numbers.length === 0 ? "-" : `${numbers.map((x) => x.toFixed(1)).join(", ")}: ${shown(numbers)}`;
/** The difference of two means, and its standard error. */
const gainOf = (a, b) => ({
  gain: mean(b) - mean(a),
  error: Math.sqrt(variance(a) / a.length + variance(b) / b.length),
});

/**
 * Prints the scores of both sides, and the difference of their means.
 *
 * @param folderOf where the scores of (side, seed) are
 */
export function printSides({ seeds, part, keys, folderOf }) {
  console.log(`\n${part}: mean (standard error), in percent\n`);
  console.log(`| | ${keys.join(" | ")} |\n|---|${keys.map(() => "---|").join("")}`);
  const scores = (side, key) =>
    scoresOf(
      seeds.map((seed) => folderOf(side, seed)),
      part,
      key,
    );
  for (const side of ["spacy", "ours"])
    console.log(`| ${named(side)} | ${keys.map((key) => cell(scores(side, key))).join(" | ")} |`);
  const differences = keys.map((key) => {
    const [peer, ours] = [scores("spacy", key), scores("ours", key)];
    if (peer.length === 0 || ours.length === 0) return "-";
    const { gain, error } = gainOf(peer, ours);
    return `${gain.toFixed(2)} (${error.toFixed(2)})`;
  });
  console.log(`| difference | ${differences.join(" | ")} |`);
}

/**
 * Prints the scores of both sides without and with something, and its gain.
 *
 * @param folderOf where the scores of (side, setting, seed) are
 */
export function printGains({ settings, seeds, part, keys, folderOf }) {
  const [without, withIt] = settings;
  console.log(`\n${part}: mean (standard error), in percent\n`);
  console.log(`| | ${keys.join(" | ")} |\n|---|${keys.map(() => "---|").join("")}`);
  const gains = {};
  for (const side of ["spacy", "ours"]) {
    const scores = (setting, key) =>
      scoresOf(
        seeds.map((seed) => folderOf(side, setting, seed)),
        part,
        key,
      );
    for (const setting of settings)
      console.log(
        `| ${named(side)} ${setting} | ${keys.map((key) => cell(scores(setting, key))).join(" | ")} |`,
      );
    gains[side] = keys.map((key) => {
      const [a, b] = [scores(without, key), scores(withIt, key)];
      if (a.length === 0 || b.length === 0) return undefined;
      return gainOf(a, b);
    });
  }
  for (const side of ["spacy", "ours"])
    console.log(
      `| gain, ${named(side)} | ${gains[side].map((gain) => (gain ? `${gain.gain.toFixed(1)} (${gain.error.toFixed(1)})` : "-")).join(" | ")} |`,
    );
}
