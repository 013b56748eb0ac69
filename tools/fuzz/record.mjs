// The record of what was fuzzed, `record.jsonl`: a line a run, written by this tool alone.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { blockSize } from "./cases.mjs";
import { loadTarget } from "./targets.mjs";

const root = resolve(import.meta.dirname, "../..");
const path = join(import.meta.dirname, "record.jsonl");

function readRecord() {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line)); // prettier-ignore
}

export function addToRecord(run) {
  appendFileSync(path, `${JSON.stringify(run)}\n`);
}

/** The first block of a target that no recorded run has begun. */
export async function nextBlock(name) {
  const size = blockSize(await loadTarget(name));
  const ends = readRecord().filter(({ target }) => target === name).map(({ from, cases }) => from + Math.ceil(cases / size)); // prettier-ignore
  return Math.max(0, ...ends);
}

/** Why a run cannot be recorded, undefined where it can: a record names a commit, and what was built must be of it. */
export function whyNotRecorded() {
  const changed = spawnSync("git", ["status", "--porcelain", "--", "packages", "tools/fuzz", ":!tools/fuzz/record.jsonl"], { cwd: root, encoding: "utf8" }).stdout.trim(); // prettier-ignore
  if (changed !== "") return "packages or tools/fuzz have changes that are not committed";
  for (const name of readdirSync(join(root, "packages"))) {
    const sources = join(root, "packages", name, "src");
    const built = statSync(join(root, "packages", name, "dist/index.js"), { throwIfNoEntry: false });
    const newest = Math.max(...readdirSync(sources, { recursive: true }).map((file) => statSync(join(sources, file)).mtimeMs)); // prettier-ignore
    if (built === undefined || built.mtimeMs < newest) return `packages/${name} is not built as it is now`;
  }
  return undefined;
}

export const currentCommit = () =>
  spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).stdout.trim();

/** Cases of each target in all recorded runs, and of all together. */
export function totals() {
  const sums = new Map();
  for (const { target, cases } of readRecord()) sums.set(target, (sums.get(target) ?? 0) + cases);
  return { sums, all: [...sums.values()].reduce((sum, cases) => sum + cases, 0) };
}
