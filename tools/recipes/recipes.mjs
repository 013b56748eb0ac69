// Follows the recipes of CONTRIBUTING.md in a copy of the repository: writes the files, makes the edits, runs the commands, then checks
// types, format and lint of what was written. `npm run recipes`, and one of them: `npm run recipes -- component`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLines } from "../docs/shell.mjs";
import { readPage, root } from "../docs/markdown.mjs";
import { copyRepository } from "./copy-repository.mjs";
import { followBlock } from "./follow-block.mjs";

/** Files that a recipe may touch beside its tests and its documentation. */
const most = 3;

const page = readPage("CONTRIBUTING.md");
const lines = readFileSync(join(root, page.path), "utf8").split("\n");
const recipes = lines.flatMap((line, index) => {
  const name = /^## Add an? (\w+) \(/.exec(line)?.[1];
  if (name === undefined) return [];
  const end = lines.findIndex((each, i) => i > index && each.startsWith("## "));
  return [{ name, steps: page.steps.filter((step) => step.line > index && step.line < end) }];
});

const only = process.argv.slice(2);
const chosen = recipes.filter(({ name }) => only.length === 0 || only.includes(name));
if (chosen.length === 0) {
  console.error(`No such recipe; there are ${recipes.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "x-recipes-"));
const problems = [];
const written = new Set();
let started = performance.now();
const lap = (what) => {
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  started = performance.now();
};

function run(command, cwd = folder) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { cwd, encoding: "utf8" });
  if (status !== 0)
    problems.push(`${command}\n    ${`${stdout}${stderr}`.trim().split("\n").slice(-40).join("\n    ")}`);
}

function follow({ name, steps }) {
  const touched = new Set();
  for (const step of steps) {
    const at = `${page.path}:${step.line}`;
    if (step.language === "sh") for (const { text } of commandLines(step.code)) run(text);
    else {
      const { path, problem } = followBlock(step, folder);
      if (problem !== undefined) problems.push(`${at}: ${problem}`);
      touched.add(path);
    }
  }
  const sources = [...touched].filter((path) => path.includes("/src/") && !/test|-cases/.test(path));
  if (sources.length === 0) problems.push(`the recipe for a ${name} has no example`);
  if (sources.length > most)
    problems.push(`the recipe for a ${name} touches ${sources.length} files: ${sources.join(", ")}`);
  for (const path of touched) written.add(path);
  lap(`${name}: ${sources.length} files`);
}

try {
  copyRepository(folder);
  lap("a copy of the repository");
  for (const recipe of chosen) follow(recipe);
  const names = [...written].filter((path) => path.endsWith(".ts")).join(" ");
  run(`npx prettier --check ${names}`);
  run(`npx eslint ${names}`);
  lap("format and lint");
  run("npx tsc -p tsconfig.json --noEmit");
  lap("types");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(`\n${problem}`);
console.log(
  `${chosen.length} recipes followed, ${problems.length === 0 ? "all well" : `${problems.length} problems`}`,
);
process.exit(problems.length === 0 ? 0 : 1);
