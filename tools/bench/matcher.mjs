// Matcher and PhraseMatcher, spaCy and us in turn on the same texts and patterns; seconds of processor time, all threads.
//
//   node tools/bench/matcher.mjs [--docs 2000] [--rounds 3]
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cache, importSource, python, resultOf, root, run } from "./harness.mjs";

const { values: options } = parseArgs({
  options: { docs: { type: "string", default: "2000" }, rounds: { type: "string", default: "3" } },
});
const { createTokenizer, createVocab, getLanguage, Matcher, PhraseMatcher } = await importSource(
  "matcher-source",
  `export { createTokenizer, createVocab, getLanguage, Matcher, PhraseMatcher } from "./index";`,
  join(root, "packages/core/src"),
);

const folder = join(root, "tools/quickstart/sentences");
const sentences = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/\[(.*?)\]\{\w+\}/g, "$1"))
    .filter((line) => line !== ""),
);
const texts = Array.from({ length: Number(options.docs) }, (_, i) =>
  [0, 1, 2].map((j) => sentences[(i * 7 + j * 131) % sentences.length]).join(" "),
);
const words = [...new Set(sentences.flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? []))];
const word = (i) => words[(i * 2654435761) % words.length];
const mixed = [
  [{ LOWER: "the" }, { IS_ALPHA: true }],
  [{ IS_TITLE: true, OP: "+" }],
  [{ LIKE_NUM: true }, { LOWER: { IN: ["euros", "days", "minutes", "people"] } }],
  [{ LOWER: { REGEX: "^re" } }, { IS_PUNCT: true, OP: "?" }],
  [{ ORTH: "I" }, { LOWER: { IN: ["am", "was", "have"] } }, { OP: "*" }, { IS_PUNCT: true }],
  [{ SHAPE: "dddd" }],
  ...Array.from({ length: 14 }, (_, i) => [
    { LOWER: word(i) },
    { IS_STOP: true, OP: "?" },
    { LENGTH: { ">=": 3 } },
  ]),
];
const work = [
  { name: "20 mixed patterns", patterns: mixed },
  {
    name: "1,000 patterns of 2 words",
    patterns: Array.from({ length: 1000 }, (_, i) => [{ LOWER: word(i) }, { LOWER: word(i * 3 + 1) }]),
  },
  {
    name: "10 regular expressions and fuzzy words",
    patterns: Array.from({ length: 10 }, (_, i) => [
      { LOWER: i % 2 ? { REGEX: `${word(i).slice(0, 3)}.*s$` } : { FUZZY: word(i) } },
    ]),
  },
  {
    name: "runs: [alpha]+ [stop]* [alpha]",
    patterns: [[{ IS_ALPHA: true, OP: "+" }, { IS_STOP: true, OP: "*" }, { IS_ALPHA: true }]],
  },
  {
    name: "10,000 phrases",
    attr: "LOWER",
    phrases: Array.from({ length: 10_000 }, (_, i) =>
      `${word(i)} ${word(i * 3 + 1)} ${i % 2 ? word(i * 5) : ""}`.trim(),
    ),
  },
];
const job = join(cache, "matcher-job.json");
const repeats = 10;
writeFileSync(job, JSON.stringify({ texts, work, repeats }));

const vocab = createVocab(getLanguage("en"));
const tokenizer = createTokenizer(vocab, getLanguage("en"));
const docs = texts.map((text) => tokenizer.tokenize(text));
const count = docs.reduce((sum, doc) => sum + doc.length, 0);

function ours() {
  return work.map(({ patterns, phrases, attr }) => {
    const matcher = phrases === undefined ? new Matcher(vocab) : new PhraseMatcher(vocab, { attr });
    if (phrases === undefined) patterns.forEach((pattern, i) => matcher.add(String(i), [pattern]));
    else matcher.add("X", phrases.map((text) => tokenizer.tokenize(text))); // prettier-ignore
    let seconds = Infinity;
    let matches = 0;
    for (let i = 0; i < repeats; i++) {
      const start = process.cpuUsage();
      matches = docs.reduce((sum, doc) => sum + matcher.match(doc).length, 0);
      const { user, system } = process.cpuUsage(start);
      seconds = Math.min(seconds, (user + system) / 1e6);
    }
    return { seconds, matches };
  });
}

const best = work.map(() => ({ ours: Infinity, peer: Infinity }));
for (let round = 0; round < Number(options.rounds); round++) {
  const peer = resultOf(run(python, ["-B", "-W", "ignore", "tools/bench/matcher_spacy.py", job]));
  if (peer.words !== count) throw new Error(`${count} words here, ${peer.words} in spaCy`);
  ours().forEach(({ seconds, matches }, i) => {
    const { name } = work[i];
    if (matches !== peer.work[name].matches)
      throw new Error(`${name}: ${matches} matches, ${peer.work[name].matches} in spaCy`);
    best[i].ours = Math.min(best[i].ours, seconds);
    best[i].peer = Math.min(best[i].peer, peer.work[name].seconds);
  });
}
const perSecond = (seconds) => Math.round(count / seconds).toLocaleString("en");
console.log(`${count.toLocaleString("en")} words, best of ${options.rounds} rounds, words/s`);
work.forEach(({ name }, i) =>
  console.log(
    `${name.padEnd(42)} ours ${perSecond(best[i].ours).padStart(12)}   spaCy ${perSecond(best[i].peer).padStart(12)}   ratio ${(best[i].peer / best[i].ours).toFixed(1)}`,
  ),
);
