// Reads damaged files of every format.
//
//   npm run fuzz -- [TARGET ...] [--cases N] [--seconds N]     goes on behind the recorded runs, and is recorded where all is well
//   npm run fuzz -- [TARGET ...] --from BLOCK --cases N        runs a recorded range again
//   npm run fuzz -- [TARGET ...] --random --seconds 180        somewhere, so many seconds for all targets together; as CI does
//   npm run fuzz -- TARGET --replay FILE                       one kept case, with the stack of whatever it throws
//   npm run fuzz -- --totals
//
// A case is wrong that ends in anything but success or a coded error, takes more than a second, or needs more memory than ten
// times its bytes (and what it writes itself, such as the printed config), and 2 MB, which the smallest may take (some targets state more, and why): it must end in a
// heap that has no more room. In msgpack each value may take 128 bytes more: an empty map is a byte there, and an object here. A case
// that runs in a process of its own is wrong, too, if it ends that process; there a gigabyte is the bound of memory.
// Wrong cases are kept in .cache/fuzz; the exit status is then 1. Run `npm run build` first: what is fuzzed is the packages as built.
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generator } from "./mutate.mjs";
import { addToRecord, currentCommit, nextBlock, totals, whyNotRecorded } from "./record.mjs";
import { runTarget } from "./run-target.mjs";
import { loadTarget, targetNames } from "./targets.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string" },
    seconds: { type: "string" },
    from: { type: "string" },
    random: { type: "boolean", default: false },
    replay: { type: "string" },
    totals: { type: "boolean", default: false },
  },
});
const names = positionals.length > 0 ? positionals : targetNames;
for (const name of names)
  if (!targetNames.includes(name)) {
    console.error(`There is no target "${name}". Available: ${targetNames.join(", ")}`);
    process.exit(2);
  }

if (options.totals) printTotals();
else if (options.replay !== undefined) await replay(names[0], options.replay);
else process.exitCode = (await fuzzAll()) > 0 ? 1 : 0;

function printTotals() {
  const { sums, all } = totals();
  for (const name of targetNames) console.log(`${name}: ${(sums.get(name) ?? 0).toLocaleString("en")}`);
  console.log(`all: ${all.toLocaleString("en")} cases`);
}

async function replay(name, path) {
  const choice = Number(/-(\d+)\.bin$/.exec(path)?.[1] ?? 1);
  const target = await loadTarget(name);
  const [bytes, pick] = [new Uint8Array(readFileSync(path)), generator(choice)];
  const prepared = await target.prepare?.();
  await target.run(target.make?.(bytes, pick, prepared) ?? bytes, pick, prepared);
  console.log("ends well");
}

async function fuzzAll() {
  const limited = options.cases !== undefined || options.seconds !== undefined;
  const cases = options.cases === undefined ? Infinity : Number(options.cases);
  const all = Number(options.seconds ?? (limited ? Infinity : 60));
  const seconds = options.random ? all / names.length : all;
  const unrecorded =
    options.random || options.from !== undefined ? "this range is not new" : whyNotRecorded();
  if (unrecorded !== undefined) console.log(`Not recorded: ${unrecorded}.`);
  let wrong = 0;
  for (const name of names) {
    const from = await firstBlock(name);
    // JSON, which a process is started with, has no infinity.
    const range = { from, cases: Math.min(cases, 1e12), seconds: Math.min(seconds, 1e9) };
    const result = await runTarget(name, range);
    for (const { problem, path } of result.wrong)
      console.log(`${name}: ${problem.split("\n").slice(0, 4).join("\n")}\n  ${path}`);
    console.log(`${name}: ${result.cases} cases from block ${from}, ${result.ways} ways to end, ${result.wrong.length} wrong`); // prettier-ignore
    wrong += result.wrong.length;
    if (unrecorded === undefined && result.wrong.length === 0 && result.cases > 0)
      addToRecord({ target: name, from, cases: result.cases, commit: currentCommit() });
  }
  if (unrecorded === undefined) printTotals();
  return wrong;
}

function firstBlock(name) {
  if (options.from !== undefined) return Number(options.from);
  return options.random ? randomInt(1e6) : nextBlock(name);
}
