// Runs bundled test files in this process and ends with a line of JSON: what the emulated machine executes.
//   node run-tests.mjs '[["/path/to/bundle.mjs", "only tests whose names match"], ...]'
import { pathToFileURL } from "node:url";
import { startTests } from "@vitest/runner";

const files = JSON.parse(process.argv[2]);
const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

function count(task, names) {
  const path = [...names, task.name];
  if (task.result?.errors !== undefined)
    for (const { message, stack } of task.result.errors)
      counts.failures.push(`${path.join(" > ")}\n${message}\n${stack ?? ""}`);
  if (task.type === "suite") {
    for (const each of task.tasks) count(each, path);
    if (task.result?.state === "fail" && task.tasks.length === 0) counts.failed++;
  } else if (task.result?.state === "pass") counts.passed++;
  else if (task.result?.state === "fail") counts.failed++;
  else counts.skipped++;
}

for (const [file, pattern] of files) {
  const config = {
    root: process.cwd(),
    name: "",
    setupFiles: [],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxConcurrency: 1,
    retry: 0,
    sequence: { hooks: "stack", setupFiles: "list", seed: 0 },
    testNamePattern: pattern ? new RegExp(pattern) : undefined,
    tags: [],
  };
  const started = performance.now();
  const before = counts.passed;
  const tasks = await startTests([file], { config, importFile: (path) => import(pathToFileURL(path).href) });
  for (const task of tasks) count(task, []);
  if (counts.passed === before) {
    counts.failed++;
    counts.failures.push(`${file}: no test ran`);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`   ${file.split("/").at(-1)}: ${counts.passed - before} passed in ${seconds} s`);
}
console.log(JSON.stringify(counts));
process.exit(counts.failed === 0 ? 0 : 1);
