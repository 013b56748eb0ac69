// Kills a training at random points, resumes it, and compares what it ends with to a training that ran through.
//
//   node tools/faults/kill-and-resume.mjs [--points 20] [--seed 1] [--steps 60] [--pretrain]
//
// With --pretrain it is a pretraining of three epochs whose weights and log must be the same.
// Every second point lies within a save. After each kill, model-best must be there whole (once there was one) and load; after
// the resumed training, every file of both pipelines must have the bytes of the whole training. Run `npm run build` first.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { generator } from "../fuzz/mutate.mjs";

const { values: options } = parseArgs({
  options: {
    points: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    steps: { type: "string", default: "60" },
    pretrain: { type: "boolean", default: false },
  },
});
const root = resolve(import.meta.dirname, "../..");
const cli = join(root, "packages/cli/bin/x.js");
const random = generator(Number(options.seed));
const folder = mkdtempSync(join(tmpdir(), "x-kill-"));

function call(...args) {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`x ${args.join(" ")} ended with ${status}\n${stderr}`);
}

const pretrainArguments = (output, resume) => [
  ...["pretrain", "config.cfg", output, "--paths.raw_text", "raw.jsonl", "--pretraining.max_epochs", "3"],
  ...["--pretraining.batcher.size", "300", "--state-every", "3", ...(resume ? ["--resume"] : [])],
];
const trainArguments = (output, resume) =>
  options.pretrain
    ? pretrainArguments(output, resume)
    : [
        ...[
          "train",
          "config.cfg",
          "--output",
          output,
          "--paths.train",
          "train.spacy",
          "--paths.dev",
          "dev.spacy",
        ],
        ...["--training.max_steps", options.steps, "--training.eval_frequency", "10"],
        ...(resume ? ["--resume"] : []),
      ];

/** Every file below a folder, with its digest. */
function contents(output) {
  const found = {};
  for (const path of readdirSync(output, { recursive: true }).sort()) {
    if (
      !(options.pretrain ? /^(model.*\.bin|log\.jsonl)$/ : /^model-(best|last)\//).test(path) ||
      !statSync(join(output, path)).isFile()
    )
      continue;
    found[path] = createHash("sha256")
      .update(readFileSync(join(output, path)))
      .digest("hex");
  }
  return found;
}

function differences(whole, resumed) {
  return [...new Set([...Object.keys(whole), ...Object.keys(resumed)])].filter(
    (path) => whole[path] !== resumed[path],
  );
}

/** Starts a training and kills it: after a time, or within a save. */
async function killed(output, wait, inSave, resume) {
  const child = spawn(process.execPath, [cli, ...trainArguments(output, resume)], {
    cwd: folder,
    stdio: "ignore",
  });
  const ended = new Promise((finish) => child.on("exit", finish));
  await Promise.race([sleep(wait), ended]);
  if (inSave) {
    const isSaving = () =>
      existsSync(output) &&
      readdirSync(output).some((name) => /^\.(model|training|pretrain|log)|\.(tmp|temp)/.test(name));
    while (child.exitCode === null && !isSaving()) await sleep(1);
    await sleep(random(8));
  }
  child.kill("SIGKILL");
  await ended;
}

const loads = `
import { load } from "@x/pipeline";
const nlp = await load(process.argv[1]);
const doc = await nlp("Anna sees Rome.");
if (doc.tags.some((tag) => tag === "")) throw new Error("no tags");
`;

for (const part of ["train", "dev"])
  call("convert", join(root, `tools/quickstart/corpus/${part}.jsonl`), ".");
call("init", "config", "config.cfg", "--lang", "en", "--pipeline", "tagger,ner", ...(options.pretrain ? ["--pretraining"] : [])); // prettier-ignore
if (options.pretrain) {
  const texts = readFileSync(join(root, "tools/quickstart/corpus/train.jsonl"), "utf8").trim().split("\n");
  const lines = texts.map((line) => JSON.stringify({ text: JSON.parse(line).text }));
  writeFileSync(join(folder, "raw.jsonl"), [...lines, ...lines].join("\n"));
}
const start = performance.now();
call(...trainArguments("whole", false));
const duration = performance.now() - start;
const whole = contents(join(folder, "whole"));
console.log(`the whole training: ${(duration / 1000).toFixed(1)} s, ${Object.keys(whole).length} files`);

let wrong = 0;
for (let point = 0; point < Number(options.points); point++) {
  const output = join(folder, `point-${point}`);
  mkdirSync(output);
  const wait = random(Math.round(duration));
  const inSave = point % 2 === 1;
  await killed(output, wait, inSave, false);
  const left = readdirSync(output).sort().join(" ");
  const problems = [];
  if (options.pretrain) {
    // Killed before anything was stored: it begins anew.
    if (!existsSync(join(output, "pretrain-state.bin"))) {
      rmSync(output, { recursive: true });
      mkdirSync(output);
    }
  } else if (existsSync(join(output, "training-state.bin")) || /model-best/.test(left)) {
    const isWhole = existsSync(join(output, "model-best")) || existsSync(join(output, ".model-best.x-old"));
    if (isWhole) {
      const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", loads, join(output, "model-best")], { cwd: root, encoding: "utf8" }); // prettier-ignore
      if (status !== 0) problems.push(`model-best does not load: ${stderr.slice(-800)}`);
    } else if (existsSync(join(output, "training-state.bin"))) problems.push("model-best is gone");
  }
  try {
    call(...trainArguments(output, !options.pretrain || existsSync(join(output, "pretrain-state.bin"))));
    const other = differences(whole, contents(output));
    if (other.length > 0) problems.push(`other bytes: ${other.join(", ")}`);
  } catch (cause) {
    problems.push(cause.message);
  }
  if (problems.length > 0) wrong++;
  console.log(`point ${point + 1}: killed after ${(wait / 1000).toFixed(1)} s${inSave ? " and within a save" : ""} (${left}): ${problems.length > 0 ? problems.join("; ") : "same bytes"}`); // prettier-ignore
  if (problems.length === 0) rmSync(output, { recursive: true });
}
if (wrong === 0) rmSync(folder, { recursive: true });
console.log(`${wrong} of ${options.points} points wrong`);
process.exit(wrong > 0 ? 1 : 0);
