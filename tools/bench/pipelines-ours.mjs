// Our side of the benchmark of trained pipelines; the same work as pipelines_spacy.py.
import { readFileSync } from "node:fs";
import { load } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { readOptions, report, runtime, timePipe } from "./ours.mjs";

const options = readOptions({ model: undefined, texts: undefined, copies: 1 });
const [mode] = options.what;
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
const { user, system } = process.cpuUsage();
// Since the start of the process.
const loaded = { load: performance.now() / 1000, loadCpu: (user + system) / 1e6 };

/** Milliseconds of one short text. */
async function timeShort() {
  const times = [];
  for (let i = 0; i < 300; i++) {
    const start = performance.now();
    await nlp(`Apple is looking at buying U.K. startup for $1 billion. ${i}`);
    if (i >= 50) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1] };
}

async function timeLines() {
  const lines = readFileSync(options.texts, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).text);
  await timePipe(nlp, lines);
  return timePipe(nlp, Array.from({ length: options.copies }, () => lines).flat());
}

const work = { short: timeShort, load: () => ({}) }[mode] ?? timeLines;
report({ ...loaded, ...(await work()) });
