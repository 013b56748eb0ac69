// Our side of the benchmark of trained pipelines: runs the bundle that pipelines.mjs makes. The same work as spacy_pipelines.py.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";

const begin = performance.now();
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bundle: { type: "string" },
    model: { type: "string" },
    texts: { type: "string" },
    copies: { type: "string", default: "1" },
  },
});
const { load, onnxRuntime, tok2vec } = await import(pathToFileURL(options.bundle).href);
const threads = Number(process.env.X_THREADS);
const runtime = threads > 0 ? onnxRuntime({ threads }) : undefined;
const [mode] = positionals;
const all = [
  "tok2vec",
  "tagger",
  "parser",
  "attribute_ruler",
  "lemmatizer",
  "ner",
  "senter",
  "morphologizer",
];
const only = { tok2vec: ["tok2vec"], ner: ["ner"] }[mode];
const exclude = only === undefined ? [] : all.filter((name) => !only.includes(name));
const nlp = await load(options.model, { packages: [tok2vec], runtime, exclude });
const loaded = performance.now();
const cpuLoaded = process.cpuUsage();
const lines = readFileSync(options.texts, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line).text);
const result = {
  load: performance.timeOrigin ? (loaded - begin) / 1000 : 0,
  whole: loaded / 1000,
  loadCpu: (cpuLoaded.user + cpuLoaded.system) / 1e6,
};

if (mode === "short") {
  const text = "Apple is looking at buying U.K. startup for $1 billion.";
  const times = [];
  for (let i = 0; i < 300; i++) {
    const start = performance.now();
    await nlp(`${text} ${i}`);
    if (i >= 50) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  result.median = times[times.length >> 1];
} else if (mode !== "load") {
  const texts = Array.from({ length: Number(options.copies) }, () => lines).flat();
  for await (const doc of nlp.pipe(lines)) void doc;
  const cpu = process.cpuUsage();
  const start = performance.now();
  let words = 0;
  for await (const doc of nlp.pipe(texts)) words += doc.length;
  const used = process.cpuUsage(cpu);
  Object.assign(result, {
    words,
    seconds: (performance.now() - start) / 1000,
    cpu: (used.user + used.system) / 1e6,
  });
}
console.log(JSON.stringify({ ...result, megabytes: process.resourceUsage().maxRSS / 1024 }));
