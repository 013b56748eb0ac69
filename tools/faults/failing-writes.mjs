// Runs every command that writes, and lets each call that changes files fail in turn (a full disk, a failing one, no permission).
//
//   node tools/faults/failing-writes.mjs [--only train,package] [--codes ENOSPC,EIO,EACCES]
//
// After each failure: every file is what it was, or the new one, whole; a pipeline is of one save; nothing unfinished lies about; the
// command has ended with one error that has a code, and no stack. What `again` goes on with ends with the files of a run that nothing
// happened to, or finds the old run, which is then untouched. Run `npm run build` first.
import { fault, real } from "./failing-calls.mjs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    codes: { type: "string", default: "ENOSPC,EIO,EACCES" },
    /** The case that this process runs. */
    case: { type: "string" },
  },
});
const root = resolve(import.meta.dirname, "../..");
const corpus = join(root, "tools/quickstart/corpus");

const small = [
  ...["--components.tok2vec.model.encode.width", "16", "--components.tok2vec.model.encode.depth", "1"],
  ...["--components.tok2vec.model.embed.rows", "[200,100,100,100]"],
];
const train = (steps) => [
  ...["train", "config.cfg", "-o", "out/trained", "--paths.train", "data.spacy", "--paths.dev", "data.spacy"],
  ...[
    "--training.max_steps",
    steps,
    "--training.eval_frequency",
    "2",
    "--report",
    "out/report.html",
    ...small,
  ],
  ...["--training.logger", '{"@loggers":"spacy.ConsoleLogger.v3","output_file":"out/log.jsonl"}'],
];
const pretrain = (epochs, ...more) => [
  ...["pretrain", "pretrain.cfg", "out/pretrained", "--paths.raw_text", "raw.jsonl", ...small],
  ...["--pretraining.max_epochs", epochs, ...more],
];
/**
 * What each command writes: `before` leaves old files, `args` replaces them (default: the same). Where the new `state` is there, the old
 * files have gone with the old one; `again` goes on from it.
 */
const cases = {
  convert: { before: ["convert", "few.jsonl", "out/"], args: ["convert", "more/few.jsonl", "out/"] },
  train: { before: train("2"), args: train("4"), clear: ["out/log.jsonl"] },
  pretrain: {
    before: pretrain("3", "--training.seed", "7"),
    args: pretrain("2", "--force"),
    state: "out/pretrained/pretrain-state.bin",
    again: pretrain("2", "--resume"),
  },
  "apply .spacy": { args: ["apply", "model", "texts.jsonl", "out/docs.spacy", "--force"] },
  "apply .jsonl": { args: ["apply", "model", "texts.jsonl", "out/docs.jsonl", "--force"] },
  "init config": {
    before: ["init", "config", "out/config.cfg", "-p", "ner"],
    args: ["init", "config", "out/config.cfg", "-p", "tagger", "--force"],
  },
  "init fill-config": { args: ["init", "fill-config", "config.cfg", "out/filled.cfg"] },
  "init labels": { args: ["init", "labels", "config.cfg", "out/labels", "--paths.train", "data.spacy", "--paths.dev", "data.spacy", ...small] }, // prettier-ignore
  "init nlp": {
    before: ["init", "nlp", "config.cfg", "out/nlp", "--paths.train", "data.spacy", "--paths.dev", "data.spacy", ...small, "--training.seed", "3"], // prettier-ignore
    args: ["init", "nlp", "config.cfg", "out/nlp", "--paths.train", "data.spacy", "--paths.dev", "data.spacy", ...small], // prettier-ignore
  },
  "init vectors": {
    before: ["init", "vectors", "en", "vectors.txt", "out/vectors", "--name", "old"],
    args: ["init", "vectors", "en", "vectors.txt", "out/vectors", "--name", "new"],
  },
  "init vectors .": {
    cwd: "out/here",
    before: ["init", "vectors", "en", "../../vectors.txt", ".", "--name", "old"],
    args: ["init", "vectors", "en", "../../vectors.txt", ".", "--name", "new"],
  },
  assemble: {
    before: ["assemble", "rules.cfg", "out/assembled", "--nlp.batch_size", "7"],
    args: ["assemble", "rules.cfg", "out/assembled"],
  },
  package: {
    before: ["package", "model", "out", "--build", "npm,wheel", "--name", "x", "--force", "--meta-path", "meta.json"], // prettier-ignore
    args: ["package", "model", "out", "--build", "npm,wheel", "--name", "x", "--force"],
  },
  download: {
    env: { X_DATA: "out/data" },
    args: ["download", "wheels/en_x-0.0.0-py3-none-any.whl"],
  },
  export: { args: ["export", "model", "out/onnx", "--force"] },
  "quantize --networks": { args: ["quantize", "model", "out/int8", "--networks", "--force"] },
  evaluate: { args: ["evaluate", "model", "data.spacy", "-o", "out/scores.json", "-dp", "out/pages"] },
  visualize: { args: ["visualize", "data.spacy", "out/page.html", "--force"] },
  "vectors plot": { args: ["vectors", "plot", "vectors", "words.txt", "out/map.html"] },
  "create plugin": { clear: ["out/my-plugin"], args: ["create", "plugin", "my-plugin", "out/my-plugin"] },
};

if (options.case === undefined) {
  const names = options.only?.split(",") ?? Object.keys(cases);
  const failed = names.filter((name) => {
    const own = [import.meta.filename, "--case", name, "--codes", options.codes];
    return spawnSync(process.execPath, own, { stdio: "inherit" }).status !== 0;
  });
  console.log(failed.length === 0 ? "all right" : `wrong: ${failed.join(", ")}`);
  process.exit(failed.length === 0 ? 0 : 1);
}

const { run } = await import(join(root, "packages/cli/dist/index.js"));
const folder = real.mkdtempSync(join(real.realpathSync(tmpdir()), "x-writes-"));
const { before, args, again, state, cwd = ".", env = {}, clear = [] } = cases[options.case];

async function x(args, cwd = folder) {
  let [output, errors, time] = ["", "", 0];
  const terminal = {
    cwd,
    env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, join(folder, value)])),
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
  return { code: await run(args, terminal), output, errors };
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
    for (const [path, { size }] of Object.entries(files))
      if (after.get(prefix + path)?.length !== size) problems.push(`${prefix + path} is not of its save`);
    for (const path of after.keys())
      if (path.startsWith(prefix) && path !== list && !(path.slice(prefix.length) in files) && !old.has(path) && !fresh.has(path)) problems.push(`${path} is no file of the pipeline`); // prettier-ignore
  }
  for (const [path, bytes] of after) {
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

async function prepare() {
  process.chdir(folder);
  const lines = (part) =>
    real
      .readFileSync(join(corpus, `${part}.jsonl`), "utf8")
      .trim()
      .split("\n");
  const write = (path, text) => {
    real.mkdirSync(join(folder, path, ".."), { recursive: true });
    real.writeFileSync(join(folder, path), text);
  };
  write("data.jsonl", lines("train").slice(0, 30).join("\n"));
  write("few.jsonl", lines("dev").slice(0, 5).join("\n"));
  write("more/few.jsonl", lines("dev").slice(5, 15).join("\n"));
  const texts = lines("dev").slice(0, 8).map((line) => JSON.stringify({ text: JSON.parse(line).text })); // prettier-ignore
  write("texts.jsonl", texts.join("\n"));
  write("raw.jsonl", [...texts, ...texts].join("\n"));
  write("vectors.txt", ["5 2", "cat 1 2", "dog 2 1", "Rome 0 1", "Oslo 3 1", "mouse 1 1"].join("\n"));
  write("words.txt", "cat\ndog\nRome\nOslo\nmouse\n");
  write("meta.json", '{"description": "old"}');
  write("rules.cfg", '[nlp]\nlang = "en"\npipeline = ["sentencizer"]\n[components]\n[components.sentencizer]\nfactory = "sentencizer"\n'); // prettier-ignore
  await mustRun(["convert", "data.jsonl", "."]);
  await mustRun(["init", "config", "config.cfg", "-l", "en", "-p", "tagger,ner"]);
  await mustRun(["init", "config", "pretrain.cfg", "-l", "en", "-p", "tagger", "--pretraining"]);
  await mustRun(["init", "vectors", "en", "vectors.txt", "vectors"]);
  await mustRun(["init", "nlp", "config.cfg", "model", "--paths.train", "data.spacy", "--paths.dev", "data.spacy", ...small]); // prettier-ignore
  await mustRun(["package", "model", "wheels", "--build", "wheel", "--name", "x"]);
}

await prepare();
const inCase = join(folder, cwd);
restore(new Map());
await mustRun(before ?? args, inCase);
const old = snapshot();
restore(old);
await mustRun(args, inCase);
const fresh = snapshot();
let [tries, wrong] = [0, 0];
for (const code of options.codes.split(","))
  for (let nth = 1; ; nth++) {
    restore(old);
    Object.assign(fault, { nth, code, calls: 0, name: "" });
    const { code: exit, errors } = await x(args, inCase);
    const reached = fault.calls >= nth;
    fault.nth = 0;
    if (!reached) break;
    tries++;
    const after = snapshot();
    const problems = await problemsOf(after, { old, fresh }).catch((cause) => [cause.message]);
    if (again !== undefined) problems.push(...(await problemsAtTheEnd(after, { old, fresh })));
    const codes = errors.match(/\[[A-Z]{1,2}\d{2,3}\]/g) ?? [];
    const isWhole = [...fresh].every(([path, bytes]) => digest(bytes) === digest(after.get(path)) || /\.(html|jsonl)$/.test(path)); // prettier-ignore
    if (exit === 0 && !isWhole) problems.push("ended well without its files");
    if (exit !== 0 && (codes.length !== 1 || /^ {4}at |not one of the expected/m.test(errors)))
      problems.push(`no clear error: ${errors.trim().split("\n").slice(-4).join(" | ")}`);
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
