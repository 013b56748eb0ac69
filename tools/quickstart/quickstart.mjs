// From sentences to a trained pipeline to a page with the entities marked. `npm run quickstart` builds and runs this.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");
const x = join(root, "packages/cli/bin/x.js");
const out = "quickstart-output";
const steps = 300;
const started = performance.now();

process.chdir(root);
if (!existsSync("packages/cli/dist/index.js")) {
  console.error("The packages are not built yet. Run: npm run quickstart");
  process.exit(1);
}

let count = 0;
function title(text) {
  console.log(`\n[${++count}/6] ${text}`);
}

/** Shows a command as one would type it, and runs it. */
function run(...args) {
  console.log(`$ npx x ${args.join(" ")}`);
  const { status } = spawnSync(process.execPath, [x, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(out, { recursive: true, force: true });

title("Turn annotated sentences into training data");
run("convert", "tools/quickstart/corpus/train.jsonl", `${out}/corpus`, "--lang", "en");
run("convert", "tools/quickstart/corpus/dev.jsonl", `${out}/corpus`, "--lang", "en");

title("Make a config: a tagger and an entity recognizer that share one tok2vec");
run("init", "config", `${out}/config.cfg`, "--lang", "en", "--pipeline", "tagger,ner");

title(`Train ${steps} steps`);
run(
  ...["train", `${out}/config.cfg`, "--output", out],
  ...["--paths.train", `${out}/corpus/train.spacy`, "--paths.dev", `${out}/corpus/dev.spacy`],
  ...["--training.max_steps", String(steps), "--training.eval_frequency", "50"],
);

title("Evaluate the best pipeline on sentences it has not seen");
run("evaluate", `${out}/model-best`, `${out}/corpus/dev.spacy`, "--output", `${out}/scores.json`);

title("Load it and annotate");
const { load } = await import("@x/pipeline");
const { renderEntities } = await import("@x/cli");
const nlp = await load(`${out}/model-best`);
const texts = [
  "Sofia flew from Lisbon to Kyoto in May.",
  "Dear Mr. Okafor, your order from Harbor Books has been shipped to Dublin.",
  "Who told Maria that the concert in Vienna was cancelled?",
  "Northwind Energy is hiring forty engineers in Norway, says its director Elena Brandt.",
  "Peel the onions, cut them into thin slices and fry them until golden.",
];
const docs = [];
for await (const doc of nlp.pipe(texts, { batchSize: 256 })) docs.push(doc);
for (const doc of docs) {
  console.log([...doc].map((token) => `${token.text}/${token.tag}`).join(" "));
  for (const ent of doc.ents) console.log(`    ${ent.label}  ${ent.text}`);
}
await nlp.close();

title("Write a page with the entities marked");
const page = join(out, "entities.html");
writeFileSync(page, renderEntities(docs, { title: "What the quickstart's pipeline found" }));
console.log(`Open in a browser: ${join(root, page)}`);
console.log(
  `The pipeline: ${relative(root, join(root, out, "model-best"))}. Annotate your own texts with it:`,
);
console.log(`$ npx x apply ${out}/model-best texts.jsonl docs.jsonl`);
console.log(`\nDone in ${Math.round((performance.now() - started) / 1000)} s.`);
