// Reads damaged files of every format until the time is up.
//
//   npm run fuzz -- docbin msgpack config conllu model --seconds 600 [--seed N]
//
// A case is wrong that ends in anything but success or a coded error, takes more than a second, or needs more memory than ten
// times its bytes (and what it writes itself, such as the printed config), and 2 MB, which the smallest may take: it must end in a
// heap that has no more room. In msgpack each value may take 128 bytes more: an empty map is a byte there, and an object here. Wrong cases are kept in .cache/fuzz; the exit status is then 1.
// Run `npm run build` first: what is fuzzed is the packages as built.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cpuUsage } from "node:process";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { generator } from "./mutate.mjs";
import { targets } from "./targets.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    replay: { type: "string" },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(targets);
for (const name of names)
  if (targets[name] === undefined) {
    console.error(`There is no target "${name}". Available: ${Object.keys(targets).join(", ")}`);
    process.exit(2);
  }

if (options.replay !== undefined) {
  // A kept case, with the stack of whatever it throws.
  const choice = Number(/-(\d+)\.bin$/.exec(options.replay)?.[1] ?? 1);
  const target = targets[names[0]];
  target.run(new Uint8Array(readFileSync(options.replay)), generator(choice), target.prepare?.());
  console.log("ends well");
  process.exit(0);
}

// Bytes of the largest cases.
const limit = 1 << 20;
const kept = resolve(import.meta.dirname, "../../.cache/fuzz");
mkdirSync(kept, { recursive: true });

/** Keeps a wrong case, one for each kind of wrong. */
function keep(name, { bytes, choice, problem }, known) {
  const kind = problem.replaceAll(/\d+/g, "#").split("\n").slice(0, 2).join("\n");
  if (known.has(kind)) return;
  known.add(kind);
  const digest = createHash("sha1").update(bytes).digest("hex").slice(0, 10);
  const path = join(kept, `${name}-${digest}-${choice}.bin`);
  writeFileSync(path, bytes);
  console.log(`${name}: ${problem.split("\n").slice(0, 4).join("\n")}\n  ${path}`);
}

// Garbage is collected soon, so that what is measured is what is held.
const young = { maxYoungGenerationSizeMb: 1 };

/** Runs one case of a target, or none, in a thread with so many bytes of heap; gives the bytes that were in use before it. */
function runAlone(name, { bytes, choice, room } = {}) {
  const limits = room === undefined ? young : { ...young, maxOldGenerationSizeMb: room / 2 ** 20 };
  const worker = new Worker(new URL("worker.mjs", import.meta.url), {
    workerData: { name, only: { bytes, choice } },
    resourceLimits: limits,
  });
  return new Promise((finish, fail) => {
    worker.on("message", ({ used }) => finish(used));
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("the thread ended without a word")));
  });
}

/** Whether a case takes more heap than it may: it does not end in a thread with that much. */
async function needsMore(name, { bytes, choice, allowed }, used) {
  try {
    await runAlone(name, { bytes, choice, room: used + allowed });
    return false;
  } catch (cause) {
    if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") return true;
    throw cause;
  }
}

async function fuzz(name) {
  const shared = new SharedArrayBuffer(16 + limit);
  const progress = new Int32Array(shared, 0, 4);
  const known = new Set();
  const workerData = { name, seed: Number(options.seed), seconds: Number(options.seconds), shared, limit, slow: 1000, allowance: 2 << 20 }; // prettier-ignore
  const worker = new Worker(new URL("worker.mjs", import.meta.url), {
    workerData,
    resourceLimits: young,
  });
  let last = -1;
  const now = () => (cpuUsage().user + cpuUsage().system) / 1000;
  let since = now();
  // A case that runs this long, in time of the processor, will not end.
  const watch = setInterval(() => {
    if (progress[0] !== last) [last, since] = [progress[0], now()];
    else if (last > 0 && now() - since > 30_000) {
      const bytes = new Uint8Array(shared, 16, progress[1]).slice();
      keep(name, { bytes, choice: progress[2], problem: "hangs" }, known);
      void worker.terminate();
    }
  }, 1000);
  const used = await runAlone(name);
  const suspects = [];
  const done = await new Promise((finish) => {
    worker.on("message", ({ found, suspect, done }) => {
      if (found) keep(name, found, known);
      if (suspect) suspects.push(suspect);
      if (done) finish(done);
    });
    worker.on("error", (cause) => {
      const bytes = new Uint8Array(shared, 16, progress[1]).slice();
      keep(name, { bytes, choice: progress[2], problem: `ends the thread: ${cause.stack}` }, known);
      finish({ cases: progress[0], ways: 0 });
    });
    worker.on("exit", () => finish({ cases: progress[0], ways: 0 }));
  });
  clearInterval(watch);
  for (const suspect of suspects)
    if (await needsMore(name, suspect, used)) keep(name, { ...suspect, problem: suspect.text }, known);
  console.log(`${name}: ${done.cases} cases, ${done.ways} ways to end, ${known.size} wrong`);
  return known.size;
}

let wrong = 0;
for (const name of names) wrong += await fuzz(name);
process.exit(wrong > 0 ? 1 : 0);
