// Runs every command that writes, and lets each call that changes files fail in turn (a full disk, a failing one, no permission).
//
//   node tools/faults/failing-writes.mjs [--only train,package] [--codes ENOSPC,EIO,EACCES] [--every 1]
//
// After each failure: every file is what it was, or the new one, whole; a pipeline is of one save; nothing unfinished lies about; the
// command has ended with one error that has a code, and no stack. What `again` goes on with ends with the files of a run that nothing
// happened to, or finds the old run, which is then untouched. Run `npm run build` first.
import { fault, real } from "./failing-calls.mjs";
import { cases, prepare, startServer } from "./writing-commands.mjs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { crc32 } from "node:zlib";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    codes: { type: "string", default: "ENOSPC,EIO,EACCES" },
    /** One of so many calls, each code another one: a training has a thousand. */
    every: { type: "string", default: "1" },
    /** The case that this process runs. */
    case: { type: "string" },
  },
});
const root = resolve(import.meta.dirname, "../..");
/** What the system refuses ends a command with this. */
const errorOf = { ENOSPC: "[FS01]", EACCES: "[FS02]", EIO: "[FS05]" };

if (options.case === undefined) {
  const names = options.only?.split(",") ?? Object.keys(cases);
  const failed = names.filter((name) => {
    const own = [import.meta.filename, "--case", name, "--codes", options.codes, "--every", options.every];
    return spawnSync(process.execPath, own, { stdio: "inherit" }).status !== 0;
  });
  console.log(failed.length === 0 ? "all right" : `wrong: ${failed.join(", ")}`);
  process.exit(failed.length === 0 ? 0 : 1);
}

const { run } = await import(join(root, "packages/cli/dist/index.js"));
const folder = real.mkdtempSync(join(real.realpathSync(tmpdir()), "x-writes-"));
const { before, args, again, state, kept, says, cwd = ".", env = {}, clear = [] } = cases[options.case];
let server;
const fill = (text) => text.replace("{out}", join(folder, "out")).replace("{server}", server);

async function x(args, cwd = folder) {
  let [output, errors, time] = ["", "", 0];
  const terminal = {
    cwd,
    env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, fill(value)])),
    interactive: false,
    outIsWatched: false,
    color: false,
    columns: 80,
    out: (data) => void (output += data),
    err: (data) => void (errors += data),
    readInput: async () => "",
    onInterrupt: () => () => undefined,
    // The same each time: speeds are written too.
    now: () => (time += 10),
    date: () => 1_700_000_000_000,
  };
  return { code: await run(args.map(fill), terminal), output, errors };
}
async function mustRun(args, cwd) {
  const answer = await x(args, cwd);
  if (answer.code !== 0) throw new Error(`x ${args.join(" ")} ended with ${answer.code}\n${answer.errors}`);
}

/** Every file below a folder with its bytes. */
function snapshot(place = join(folder, "out")) {
  const files = new Map();
  if (!real.existsSync(place)) return files;
  for (const entry of real.readdirSync(place, { recursive: true, withFileTypes: true }))
    if (!entry.isDirectory()) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      files.set(relative(folder, path), real.readFileSync(path));
    }
  return files;
}
function restore(files) {
  process.chdir(folder);
  real.rmSync(join(folder, "out"), { recursive: true, force: true });
  real.mkdirSync(join(folder, "out"));
  for (const [path, bytes] of files) {
    real.mkdirSync(join(folder, path, ".."), { recursive: true });
    real.writeFileSync(join(folder, path), bytes);
  }
  for (const path of clear) real.rmSync(join(folder, path), { recursive: true, force: true });
  real.mkdirSync(join(folder, cwd), { recursive: true });
  process.chdir(join(folder, cwd));
}
const digest = (bytes) => (bytes === undefined ? "" : createHash("sha256").update(bytes).digest("hex"));

/** What of a folder after a failure is neither old nor new. */
async function problemsOf(after, { old, fresh }) {
  const { checkSeal } = await import(join(root, "packages/core/dist/index.js"));
  const problems = [];
  const pipelines = [...after.keys()].filter((path) => path.endsWith("/checksums.json"));
  const within = (path) => pipelines.find((list) => path.startsWith(list.slice(0, -"checksums.json".length)));
  for (const list of pipelines) {
    const prefix = list.slice(0, -"checksums.json".length);
    const { files } = JSON.parse(after.get(list).toString());
    for (const [path, { crc32: sum }] of Object.entries(files))
      if (crc32(after.get(prefix + path) ?? "") !== parseInt(sum, 16))
        problems.push(`${prefix + path} is not of its save`);
    for (const path of after.keys())
      if (path.startsWith(prefix) && path !== list && !(path.slice(prefix.length) in files) && !old.has(path) && !fresh.has(path)) problems.push(`${path} is no file of the pipeline`); // prettier-ignore
  }
  for (const [path, bytes] of after) {
    if (kept?.test(path)) continue;
    if (/\.tmp$|\.x-|\.lock|\.part(ial)?$|\.new$|\.heir$/.test(path)) problems.push(`${path} was left`);
    else if (digest(bytes) === digest(old.get(path)) || digest(bytes) === digest(fresh.get(path))) continue;
    else if (within(path)) continue;
    else if (path.endsWith(".bin")) checkSeal(bytes, path);
    else if (
      path.endsWith(".jsonl") &&
      bytes
        .toString()
        .trim()
        .split("\n")
        .every((line) => line === "" || JSON.parse(line))
    )
      continue; // prettier-ignore
    else if (!(options.case === "train" && path.endsWith(".html")))
      problems.push(`${path} is neither old nor new`);
  }
  if (state === undefined || digest(after.get(state)) === digest(old.get(state))) {
    for (const path of old.keys())
      if (
        !after.has(path) &&
        (state !== undefined || fresh.has(path)) &&
        !clear.some((gone) => path.startsWith(gone))
      )
        problems.push(`${path} is gone`);
  } else if (!after.has(state)) problems.push(`${state} is gone`);
  return problems;
}

/** What is wrong once `again` has gone on from a failure. */
async function problemsAtTheEnd(after, { old, fresh }) {
  const { code, errors } = await x(again, join(folder, cwd));
  const end = snapshot();
  const differences = (one, other, told = /^$/) =>
    [...new Set([...one.keys(), ...other.keys()])].filter((path) => !told.test(path) && digest(one.get(path)) !== digest(other.get(path))); // prettier-ignore
  if (code === 0) return differences(end, fresh, /-state\.bin$/).map((path) => `went on to another ${path}`);
  if (!errors.includes("[R012]")) return [`did not go on: ${errors.trim().split("\n").at(-1)}`];
  return [...differences(after, old), ...differences(end, old)].map(
    (path) => `the old run has another ${path}`,
  );
}

process.chdir(folder);
await prepare(folder, mustRun);
server = await startServer(folder);
const inCase = join(folder, cwd);
restore(new Map());
await mustRun(before ?? args, inCase);
const old = snapshot();
restore(old);
await mustRun(args, inCase);
const fresh = snapshot();
let [tries, wrong] = [0, 0];
const every = Number(options.every);
for (const [i, code] of options.codes.split(",").entries())
  for (let nth = 1 + (i % every); ; nth += every) {
    restore(old);
    Object.assign(fault, { nth, code, calls: 0, name: "" });
    const { code: exit, errors } = await x(args, inCase);
    const reached = fault.calls >= nth;
    fault.nth = 0;
    if (!reached) break;
    tries++;
    // A training has a thousand calls.
    if (tries % 100 === 0) console.error(`${options.case}: ${tries} failures so far, ${wrong} wrong`);
    const after = snapshot();
    const problems = await problemsOf(after, { old, fresh }).catch((cause) => [cause.message]);
    if (again !== undefined) problems.push(...(await problemsAtTheEnd(after, { old, fresh })));
    const codes = errors.match(/\[[A-Z]{1,2}\d{2,3}\]/g) ?? [];
    const isWhole = [...fresh].every(([path, bytes]) => digest(bytes) === digest(after.get(path)) || /\.(html|jsonl)$/.test(path)); // prettier-ignore
    if (exit === 0 && !isWhole) problems.push("ended well without its files");
    if (exit !== 0 && (codes.length !== 1 || /^ {4}at |not one of the expected/m.test(errors)))
      problems.push(`no clear error: ${errors.trim().split("\n").slice(-4).join(" | ")}`);
    const wanted = says ?? errorOf[code];
    if (exit !== 0 && !errors.includes(wanted))
      problems.push(
        `not ${wanted}: ${errors
          .trim()
          .split("\n")
          .find((line) => line.includes("["))}`,
      );
    if (problems.length === 0) continue;
    wrong++;
    console.log(
      `${options.case}: ${code} at call ${nth} (${fault.name}): ${problems.slice(0, 4).join("; ")}`,
    );
  }
console.log(`${options.case}: ${tries} failures, ${wrong} wrong`);
process.chdir(root);
real.rmSync(folder, { recursive: true, force: true });
process.exit(wrong === 0 && tries > 0 ? 0 : 1);
