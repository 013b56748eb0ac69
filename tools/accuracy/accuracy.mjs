// Trains the same config on the same files with spaCy and with us, for several seeds, and prints both scores.
//
//   node tools/accuracy/accuracy.mjs [--seeds 0,1,2] [--steps 1500] [--only spacy|ours] [--data DIR] [--report]
//
// Every run's scores are kept in .cache/accuracy, so an interrupted series goes on where it stopped; --report only prints.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "../..");
const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "0,1,2" },
    steps: { type: "string", default: "1500" },
    only: { type: "string" },
    data: { type: "string", default: join(root, "../shared/data/ewt-uner") },
    out: { type: "string", default: join(root, ".cache/accuracy") },
    report: { type: "boolean", default: false },
  },
});
const data = resolve(options.data);
const sides = {
  spacy: [join(root, ".peers/bin/python"), "-m", "spacy"],
  ours: [process.execPath, join(root, "packages/cli/bin/x.js")],
};
const parts = ["dev", "test"];
const seeds = options.seeds.split(",").map(Number);
const home = (side, seed) => join(options.out, `${side}-${options.steps}-${seed}`);

function call([command, ...args], log) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Error(`${log} failed with ${status}\n${stdout.slice(-2000)}\n${stderr.slice(-4000)}`);
}

function measure(side, seed) {
  const folder = home(side, seed);
  if (parts.every((part) => existsSync(join(folder, `${part}.json`)))) return;
  const began = Date.now();
  mkdirSync(folder, { recursive: true });
  const model = join(folder, "model");
  call(
    [
      ...[...sides[side], "train", join(data, "config.cfg"), "--output", model],
      ...["--paths.train", join(data, "train.spacy"), "--paths.dev", join(data, "dev.spacy")],
      ...["--training.max_steps", options.steps, "--system.seed", String(seed)],
    ],
    `${side} train, seed ${seed}`,
  );
  for (const part of parts) {
    const scores = join(folder, `${part}.json`);
    const pending = `${scores}.tmp`;
    call(
      [
        ...sides[side],
        "evaluate",
        join(model, "model-best"),
        join(data, `${part}.spacy`),
        "--output",
        pending,
      ],
      `${side} evaluate`,
    );
    renameSync(pending, scores);
  }
  rmSync(model, { recursive: true });
  console.log(`${side} seed ${seed}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
}

if (!options.report) {
  for (const seed of seeds) {
    for (const side of Object.keys(sides)) if (!options.only || options.only === side) measure(side, seed);
  }
}

const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const deviation = (numbers) =>
  numbers.length < 2
    ? NaN
    : Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean(numbers)) ** 2, 0) / (numbers.length - 1));

for (const part of parts) {
  console.log(`\n${part}, ${options.steps} steps, in percent`);
  console.log(["side ", "seed", "tag_acc", "ents_f", "ents_p", "ents_r"].join("  "));
  const summary = {};
  for (const side of Object.keys(sides)) {
    const rows = seeds
      .map((seed) => [seed, join(home(side, seed), `${part}.json`)])
      .filter(([, path]) => existsSync(path))
      .map(([seed, path]) => ({ seed, ...JSON.parse(readFileSync(path, "utf8")) }));
    for (const row of rows) {
      const cells = ["tag_acc", "ents_f", "ents_p", "ents_r"].map((key) =>
        (row[key] * 100).toFixed(2).padStart(key.length),
      );
      console.log([side.padEnd(5), String(row.seed).padStart(4), ...cells].join("  "));
    }
    summary[side] = rows;
  }
  for (const key of ["tag_acc", "ents_f"]) {
    const [peer, ours] = ["spacy", "ours"].map((side) => summary[side].map((row) => row[key] * 100));
    if (peer.length === 0 || ours.length === 0) continue;
    const error = Math.sqrt(deviation(peer) ** 2 / peer.length + deviation(ours) ** 2 / ours.length);
    console.log(
      `${key}: spaCy ${mean(peer).toFixed(2)} (n=${peer.length}), ours ${mean(ours).toFixed(2)} (n=${ours.length}), ` +
        `difference ${(mean(ours) - mean(peer)).toFixed(2)}, standard error of the difference ${error.toFixed(2)}`,
    );
  }
}
