// One embedding layer for two tasks, or one for each: trains both and compares size, speed and accuracy.
//
//   node main.mjs [--steps 300] [--seed 0] [--width 96] [--train FILE --dev FILE --test FILE] [--output output]
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepareCorpus } from "./corpus.mjs";

const text = { type: "string" };
const { values } = parseArgs({
  options: {
    steps: { ...text, default: "300" },
    seed: { ...text, default: "0" },
    width: { ...text, default: "96" },
    output: { ...text, default: "output" },
    train: text,
    dev: text,
    test: text,
  },
});
mkdirSync(values.output, { recursive: true });
const own = values.train === undefined ? await prepareCorpus(values.output) : undefined;
const paths = own ?? values;

const rows = ["shared", "independent"].map((name) => {
  const { steps, seed, width, output } = values;
  const given = { name, steps, seed, width, output, ...paths, test: paths.test ?? paths.dev };
  const args = Object.entries(given).flatMap(([key, value]) => [`--${key}`, value]);
  const child = spawnSync(process.execPath, [join(import.meta.dirname, "variant.mjs"), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) process.exit(child.status ?? 1);
  return [name, JSON.parse(child.stdout.trim().split("\n").at(-1))];
});

console.log(
  "| embeddings | parameters | MB | training words/s | prediction words/s | tags % | entities F % |",
);
console.log("|---|---|---|---|---|---|---|");
for (const [name, found] of rows) {
  const cells = [
    found.parameters,
    (found.bytes / 1e6).toFixed(2),
    found.training.toFixed(0),
    found.prediction.toFixed(0),
    (100 * (found.tags ?? 0)).toFixed(2),
    (100 * (found.entities ?? 0)).toFixed(2),
  ];
  console.log(`| ${name} | ${cells.join(" | ")} |`);
}
console.log("Words a second of processor time, all threads together.");
