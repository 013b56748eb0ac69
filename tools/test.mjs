// The whole test suite: formatting, lint, types, and every package's tests through nx (cached), then one closing line with the counts.
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
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  return status === 0;
}

env.X_GOLDEN_DIGEST = goldenDigest();
if (!env.X_GOLDEN) console.log("Golden values: the committed fixtures only (X_GOLDEN names a larger set).");

const passed = [
  step("format and lint", "npm", ["run", "--silent", "lint"]),
  step("types", "npm", ["run", "--silent", "typecheck"]),
  step("build", "npx", ["nx", "run-many", "-t", "build"]),
  step("tests", "npx", ["nx", "run-many", "-t", "test", "--parallel=2", ...process.argv.slice(2)]),
];

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(resolve(root, "packages"))) {
  const path = resolve(root, "packages", name, "test-results.json");
  if (!existsSync(path)) continue;
  const results = JSON.parse(readFileSync(path, "utf8"));
  counts.passed += results.numPassedTests;
  counts.failed += results.numFailedTests;
  counts.skipped += results.numPendingTests + results.numTodoTests;
}
const ok = passed.every(Boolean) && counts.passed > 0 && counts.failed === 0;
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(ok ? 0 : 1);
