// Whether a transformer pipeline annotates a document of 100,000 words in bounded memory.
//
//   node tools/faults/long-document.mjs --model DIR [--words 1000,100000] [--threads 2] [--disable NAMES]
//
// Each length in a process of its own: it loads the pipeline, forgets the peak so far, annotates, and reads the peak of its resident
// memory (Linux). What the document keeps, the arrays of `doc._.trf_data`, is not counted. The peak of the longest document may be
// 1.5 times that of the shortest.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values: options } = parseArgs({
  options: {
    model: { type: "string" },
    words: { type: "string", default: "1000,100000" },
    threads: { type: "string", default: "2" },
    disable: { type: "string", default: "" },
    child: { type: "string" },
  },
});
const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".cache/faults");
const outfile = join(folder, "long-document-source.mjs");
const megabyte = 1e6;

/** Kilobytes of /proc/self/status. */
const status = (key) => {
  const line = new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(readFileSync("/proc/self/status", "utf8"));
  return Number(line[1]) * 1024;
};

/** English-like text: words of the sample corpus in an order that never repeats. */
function textOf(words) {
  const lines = readFileSync(join(root, "tools/quickstart/corpus/train.jsonl"), "utf8").trim().split("\n");
  const sentences = lines.map((line) => JSON.parse(line).text);
  const parts = [];
  let state = 1;
  for (let count = 0; count < words;) {
    state = (state * 48271) % 2147483647;
    const sentence = sentences[state % sentences.length];
    parts.push(sentence);
    count += sentence.split(" ").length;
  }
  return parts.join(" ");
}

/** Bytes of all arrays of a value. */
function bytesOf(value, seen = new Set()) {
  if (value === null || typeof value !== "object" || seen.has(value)) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    const known = seen.has(value.buffer);
    seen.add(value.buffer);
    return known ? 0 : value.buffer.byteLength;
  }
  return Object.values(value).reduce((sum, item) => sum + bytesOf(item, seen), 0);
}

async function annotate(words) {
  const { load, onnxRuntime, registry, tables, trfData } = await import(pathToFileURL(outfile).href);
  for (const table of tables) registry.use(table);
  const runtime = onnxRuntime({ threads: Number(options.threads) });
  const nlp = await load(options.model, { registry, packages: [], runtime });
  nlp.maxLength = Infinity;
  const text = textOf(words);
  writeFileSync("/proc/self/clear_refs", "5");
  const start = process.cpuUsage();
  const before = status("VmRSS");
  const doc = await nlp(text, { disable: options.disable.split(",").filter((name) => name !== "") });
  const { user, system } = process.cpuUsage(start);
  const peak = status("VmHWM");
  const data = trfData(doc);
  const kept = bytesOf({ output: data.modelOutput, align: data.align, ids: data.wordpieces.inputIds, mask: data.wordpieces.attentionMask }); // prettier-ignore
  console.log(
    JSON.stringify({
      words: doc.length,
      spans: data.wordpieces.rows,
      width: data.wordpieces.width,
      before,
      peak,
      kept,
      seconds: (user + system) / 1e6,
      entities: doc.ents.length,
    }),
  );
}

if (options.child !== undefined) await annotate(Number(options.child));
else {
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: {
      contents: `
        import { registrations as nn } from "@x/nn";
        import { registrations as pipeline } from "@x/pipeline";
        import { registrations as tok2vec } from "@x/tok2vec";
        import { registrations as transformers } from "@x/transformers";
        export { registry } from "@x/core";
        export { onnxRuntime } from "@x/nn";
        export { load } from "@x/pipeline";
        export { trfData } from "@x/transformers";
        export const tables = [nn, pipeline, tok2vec, transformers];`,
      resolveDir: join(root, "packages/cli/src"),
    },
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@x/source"],
    external: ["onnxruntime-node", "tokenizers", "jiti", "yaml"],
    banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
    outfile,
    logLevel: "error",
  });
  const peaks = options.words.split(",").map((words) => {
    const args = [import.meta.filename, "--model", resolve(options.model), "--threads", options.threads, "--disable", options.disable, "--child", words]; // prettier-ignore
    const result = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] })); // prettier-ignore
    const { peak, kept } = result;
    const [before, all, own] = [result.before, peak, kept].map((bytes) => (bytes / megabyte).toFixed(0));
    console.log(
      `${result.words} words, ${result.spans} spans of ${result.width}: loaded ${before} MB, peak ${all} MB, of which trf_data ${own} MB; ` +
        `${result.seconds.toFixed(1)} s of processor time, ${result.entities} entities`,
    );
    return peak - kept;
  });
  const ratio = Math.max(...peaks) / Math.min(...peaks);
  console.log(`peak without trf_data: ${ratio.toFixed(2)} times (at most 1.5)`);
  process.exit(ratio > 1.5 ? 1 : 0);
}
