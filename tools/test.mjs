// The whole test suite through nx (cached): formatting, lint, types, and every package's tests, then one closing line with the counts.
// With --all, as CI runs it, also the documentation, the recipes, the packed packages, three minutes of damaged files, a kill of
// every command that writes, and emulated processors.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const env = { ...process.env, NX_DAEMON: "false", NX_TUI: "false" };

/** nx caches tests: what lies below X_GOLDEN is an input of them, by names, sizes and times. */
function goldenDigest() {
  if (!env.X_GOLDEN) return "";
  const golden = resolve(root, env.X_GOLDEN);
  if (!existsSync(golden)) {
    console.error(`X_GOLDEN names ${golden}, which does not exist.`);
    process.exit(2);
  }
  const digest = createHash("sha256");
  for (const path of readdirSync(golden, { recursive: true }).sort()) {
    const { size, mtimeMs } = statSync(resolve(golden, path));
    digest.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return digest.digest("hex");
}

function step(title, command, args) {
  console.log(`\n== ${title}`);
  const started = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  console.log(
    `== ${title}: ${status === 0 ? "passed" : "failed"} in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  return status === 0;
}

env.X_GOLDEN_DIGEST = goldenDigest();
if (!env.X_GOLDEN) console.log("Golden values: the committed fixtures only (X_GOLDEN names a larger set).");

const all = process.argv.includes("--all");
const args = process.argv.slice(2).filter((each) => each !== "--all");
const passed = [
  step("format and lint", "npx", ["nx", "run-many", "-t", "lint"]),
  step("types", "npx", ["nx", "run-many", "-t", "typecheck"]),
  step("build", "npx", ["nx", "run-many", "-t", "build"]),
  step("tests", "npx", ["nx", "run-many", "-t", "test", "--parallel=2", ...args]),
];
if (all) passed.push(step("docs", "npx", ["nx", "run-many", "-t", "docs-check"]));
if (all) passed.push(step("recipes", "npx", ["nx", "run-many", "-t", "recipes"]));
if (all) passed.push(step("packages", "npx", ["nx", "run-many", "-t", "pack-check"]));
if (all) passed.push(step("fuzz", "node", ["tools/fuzz/fuzz.mjs", "--random", "--seconds", "180"]));
if (all && process.platform === "linux")
  passed.push(step("kills and power cuts", "node", ["tools/faults/kill-and-resume.mjs", "--kills", "10"]));
if (all) passed.push(step("other processors", "npm", ["run", "--silent", "processors", "--", "--required"]));

const counts = { passed: 0, failed: 0, skipped: 0 };
const projects = ["packages", "examples"].flatMap((folder) =>
  readdirSync(resolve(root, folder)).map((name) => resolve(root, folder, name)),
);
for (const project of projects) {
  const path = resolve(project, "test-results.json");
  if (!existsSync(path)) continue;
  const results = JSON.parse(readFileSync(path, "utf8"));
  counts.passed += results.numPassedTests;
  counts.failed += results.numFailedTests;
  counts.skipped += results.numPendingTests + results.numTodoTests;
}
const ok = passed.every(Boolean) && counts.passed > 0 && counts.failed === 0;
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(ok ? 0 : 1);
