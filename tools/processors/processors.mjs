// Runs tests whose results could depend on the processor as other processors, which are emulated: x86 without VNNI, without AVX, arm64, and musl.
//
//   npm run processors [-- NAME ...] [--required] [--list]
//
// NAME: only machines whose name contains it. A machine that cannot be had is skipped, in words; with --required that is an error.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cache, Unavailable } from "./bring.mjs";
import { bundleTests } from "./bundle-tests.mjs";
import { machines } from "./machines.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { required: { type: "boolean", default: false }, list: { type: "boolean", default: false } },
});
const wanted = ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part));
const chosen = machines.filter(wanted);
if (options.list || chosen.length === 0) {
  for (const { name } of machines) console.log(name);
  process.exit(options.list ? 0 : 2);
}

function prepare(machine) {
  try {
    if (process.platform !== "linux" || process.arch !== "x64")
      throw new Unavailable("emulators are set up on Linux on x86-64 only");
    const { command, env } = machine.make();
    return { ...machine, command, env: { ...machine.env, ...env } };
  } catch (cause) {
    if (!(cause instanceof Unavailable)) throw cause;
    return { ...machine, reason: cause.message };
  }
}

/** Runs the tests of one machine; resolves to its counts. */
function run({ command: [program, ...args], env, tests }, { runner, bundles }) {
  const files = tests.map(([file, names]) => [bundles.get(file), names]);
  const child = spawn(program, [...args, runner, JSON.stringify(files)], {
    cwd: resolve(cache, "../.."),
    // The committed fixtures alone: emulation is slow.
    env: { ...process.env, X_GOLDEN: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // Two minutes where nothing else runs.
    timeout: 1_200_000,
  });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (errors += text));
  return new Promise((done) =>
    child.on("close", (code, signal) => {
      const lines = output.trim().split("\n");
      const last = lines.at(-1)?.startsWith("{") ? JSON.parse(lines.pop()) : undefined;
      const said = errors.split("\n").filter((line) => line !== "" && !line.includes("TCG doesn't support"));
      const ended = code === 0 ? undefined : `it ended with ${signal ?? code}`;
      const failures = [
        ...(last?.failures ?? []),
        ...(last === undefined ? [ended ?? "it said nothing", ...said] : []),
      ];
      done({ lines, passed: last?.passed ?? 0, isRight: code === 0 && last?.failed === 0, failures });
    }),
  );
}

const prepared = chosen.map(prepare);
const ready = prepared.filter(({ reason }) => reason === undefined);
const folder = join(cache, "tests");
rmSync(folder, { recursive: true, force: true });
const bundled = await bundleTests(
  [...new Set(ready.flatMap(({ tests }) => tests.map(([file]) => file)))],
  folder,
);

let isRight = true;
for (const { name, reason, isOptional } of prepared) {
  if (reason === undefined) continue;
  const isError = options.required && !isOptional;
  console.log(`${isError ? "cannot run" : "skipped"}: ${name}: ${reason}`);
  if (isError) isRight = false;
}
const queue = [...ready];
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let machine = queue.shift(); machine !== undefined; machine = queue.shift()) {
      const started = performance.now();
      const result = await run(machine, bundled);
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(
        `${result.isRight ? "passed" : "FAILED"}: ${machine.name}: ${result.passed} tests in ${seconds} s`,
      );
      for (const line of [...result.lines, ...result.failures]) console.log(`  ${line}`);
      isRight &&= result.isRight;
    }
  }),
);
process.exit(isRight ? 0 : 1);
