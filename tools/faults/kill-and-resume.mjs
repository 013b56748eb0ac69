// Kills commands at random moments with a power cut at each, and looks at what is left: nothing lost, nothing half, the same bytes.
//
//   node tools/faults/kill-and-resume.mjs [--kills 300] [--seed 1] [--only train,pretrain]
//
// Half of the kills come before an operation on files, the others at a time. The power cut drops what was not synced (power-cut/replay.mjs
// says how). Then what a command replaces must be the old or the new, whole, and pipelines must load; run again, with --resume
// where the command has it, everything must have the bytes of a run that nothing happened to, and nothing may be left beside.
// Linux with gcc; run `npm run build` first.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { settledFolder } from "@x/core/files";
import { load } from "@x/pipeline";
import { registrations } from "@x/tok2vec";
import { generator } from "../fuzz/mutate.mjs";
import { compileShim, runAndCut, runUnderShim } from "./power-cut/run-cut.mjs";
import { endsOf, prepare } from "./power-cut/scenarios.mjs";

const { values: options } = parseArgs({
  options: {
    kills: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const random = generator(Number(options.seed));
const work = realpathSync(mkdtempSync(join(tmpdir(), "x-kill-")));
const shim = compileShim(work);

/** Files below a folder by their path, with a digest; a file has one by the empty path. */
function contents(path) {
  if (!existsSync(path)) return undefined;
  const digest = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  if (statSync(path).isFile()) return { "": digest(path) };
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  const names = files.map((entry) => relative(path, join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(names.map((name) => [name, digest(join(path, name))]));
}

function differences(one = {}, other = {}) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => one[name] !== other[name],
  );
}

const isSame = (one, other) =>
  (one === undefined) === (other === undefined) && differences(one, other).length === 0;

/** What a state tells of time is not compared. */
const unequal = /(^|\/)(training-state\.bin|pretrain-state\.bin|pretrain\.html)$/;

async function checkAfterCut({ targets, pipelines = [], mustLoad }, { place, start, end }) {
  const problems = [];
  for (const target of targets) {
    const found = contents(settledFolder(join(place, target)));
    const wanted = [start, end].map((folder) => contents(join(folder, target)));
    if (!wanted.some((state) => isSame(found, state)))
      problems.push(found === undefined ? `${target} is gone` : `${target} is neither the old nor the new: ${differences(found, wanted[1]).join(" ")}`); // prettier-ignore
  }
  for (const pipeline of pipelines) {
    const folder = join(place, pipeline);
    if (!existsSync(settledFolder(folder))) {
      if (mustLoad) problems.push(`${pipeline} is gone`);
      continue;
    }
    try {
      const nlp = await load(folder, { packages: [registrations] });
      await nlp.close();
    } catch (cause) {
      problems.push(`${pipeline} does not load: ${cause.message}`);
    }
  }
  return problems;
}

function checkEnd({ status, errors }, { place, end }) {
  if (status !== 0) return [`run again, it ended with ${status}: ${errors.trim().slice(-400)}`];
  const [found, wanted] = [contents(place), contents(end)];
  return differences(found, wanted)
    .filter((path) => !unequal.test(path) || path in found !== path in wanted)
    .map((path) =>
      path in wanted ? (path in found ? `other bytes: ${path}` : `missing: ${path}`) : `left: ${path}`,
    );
}

const { call, scenarios } = prepare(join(work, "folder"));
const chosen = scenarios.filter(
  ({ name }) => options.only === undefined || options.only.split(",").includes(name),
);
// In turn, so that a short series has all of them.
const rounds = Array.from({ length: Math.max(...chosen.map(({ share }) => share)) }, (_, round) => round);
const shares = rounds.flatMap((round) => chosen.filter(({ share }) => share > round));
const place = join(work, "place");
const journal = join(work, "journal");
const tally = new Map();
let wrong = 0;
for (let kill = 0; kill < Number(options.kills); kill++) {
  const scenario = shares[kill % shares.length];
  const { name, args, again = args } = scenario;
  let known = tally.get(name);
  if (known === undefined) {
    const ends = endsOf(scenario, { folder: join(work, "folder"), call, into: join(work, name) });
    const began = performance.now();
    const whole = await runAndCut(args, { ...ends, place, shim, journal, random });
    known = { ...ends, duration: performance.now() - began, operations: whole.operations, kills: 0, lost: 0 };
    tally.set(name, known);
  }
  const { duration, operations } = known;
  const moment =
    random(2) === 0
      ? { at: 1 + random(operations) }
      : { after: Math.round(duration * (0.3 + random(700) / 1000)) };
  const cut = await runAndCut(args, { start: known.start, place, shim, journal, random, ...moment });
  const problems = await checkAfterCut(scenario, { place, ...known });
  if (problems.length === 0) {
    let rest = await runUnderShim(again, { place, shim, journal });
    if (scenario.refused && rest.errors.includes(scenario.refused)) {
      const [found, old] = [contents(place), contents(known.start)];
      const changed = Object.keys(old).filter((path) => found[path] !== old[path]);
      if (changed.length > 0) problems.push(`refused, and changed: ${changed.join(" ")}`);
      rest = await runUnderShim(args, { place, shim, journal });
    }
    problems.push(...checkEnd(rest, { place, ...known }));
  }
  known.kills++;
  known.lost += cut.lost;
  if (problems.length > 0) wrong++;
  const shown = moment.at === undefined ? `after ${(moment.after / 1000).toFixed(1)} s` : `before operation ${moment.at} of ${operations}`; // prettier-ignore
  console.log(`${kill + 1} ${name}: killed ${shown} (${cut.status}), ${cut.lost} of ${cut.operations} names lost (${cut.mode}): ${problems.join("; ") || "right"}`); // prettier-ignore
}
for (const [name, { kills, lost, operations }] of tally)
  console.log(`${name}: ${kills} kills, a whole run has ${operations} operations, ${lost} names were lost`);
console.log(`${wrong} of ${options.kills} wrong`);
if (wrong === 0) rmSync(work, { recursive: true });
else console.log(work);
process.exit(wrong > 0 ? 1 : 0);
