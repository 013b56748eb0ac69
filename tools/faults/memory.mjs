// Whether long runs grow: a stream of new words, many updates, many predictions, many pipelines loaded and let go.
//
//   node --expose-gc tools/faults/memory.mjs [stream] [update] [predict] [load] [--words 1000000] [--model DIR]
//
// stream: the heap after a million distinct words within 50 MB of the heap after 10,000. update, predict: the memory outside of
// the heap after 100 more updates and 1,000 more predictions as after the first 50 and 100 (within 20 MB). load: a pipeline is loaded, run and
// closed 400 times; neither memory grows over the last 300 (by 10 MB, 20 outside). Others are let go without closing them: the heap
// does not grow either; what their networks hold outside goes with the next collections. Run `npm run build` first.
import { mkdtempSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readFileSync } from "node:fs";
import { parseConfig, registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { load, registrations as pipeline } from "@x/pipeline";
import { initNlp, resolveCorpora } from "@x/train";
import { registrations as tok2vec } from "@x/tok2vec";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { words: { type: "string", default: "1000000" } },
});
const checks = positionals.length > 0 ? positionals : ["stream", "update", "predict", "load"];
const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "x-memory-"));
const x = (...args) => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "packages/cli/bin/x.js"), ...args], { cwd: folder, encoding: "utf8" }); // prettier-ignore
  if (status !== 0) throw new Error(stderr);
};

x("convert", join(root, "tools/quickstart/corpus/train.jsonl"), ".");
x("init", "config", "config.cfg", "--lang", "en", "--pipeline", "tagger,ner");
for (const table of [nn, pipeline, tok2vec]) registry.use(table);
const train = join(folder, "train.spacy");
const config = parseConfig(readFileSync(join(folder, "config.cfg"), "utf8"), {
  overrides: { "paths.train": train, "paths.dev": train },
  interpolate: false,
});
const nlp = await initNlp(config);
const [corpus] = resolveCorpora(nlp, ["corpora.train"]);
const examples = [...corpus(nlp)];

const megabyte = 1 << 20;
/** Megabytes of JavaScript's heap, and of all the rest of the process. */
function memory() {
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, heapTotal, rss } = process.memoryUsage();
  return { heap: heapUsed / megabyte, outside: (rss - heapTotal) / megabyte };
}

let wrong = 0;
function judge(name, { before, after, limit }) {
  const grown = after - before;
  if (grown > limit) wrong++;
  console.log(
    `${name}: ${before.toFixed(1)} MB, then ${after.toFixed(1)} MB (${grown > limit ? "grows" : "stays"})`,
  );
}

async function* stream(words) {
  for (let at = 0; at < words; at += 20)
    yield Array.from({ length: 20 }, (_, i) => `w${((at + i) * 2654435761) % 2 ** 32}x${at + i}`).join(" ");
}

const run = {
  async stream() {
    const words = Number(options.words);
    let seen = 0;
    let before;
    const strings = nlp.vocab.strings.size;
    for await (const doc of nlp.pipe(stream(words))) {
      seen += doc.length;
      if (before === undefined && seen >= 10_000) before = memory().heap;
    }
    judge(`heap over ${seen} distinct words`, { before, after: memory().heap, limit: 50 });
    console.log(`strings in the vocabulary: ${strings}, then ${nlp.vocab.strings.size}`);
  },
  async update() {
    let before;
    for (let step = 0; step < 150; step++) {
      if (step === 50) before = memory().outside;
      const at = (step * 32) % (examples.length - 32);
      await nlp.update(examples.slice(at, at + 32), { drop: 0.1 });
    }
    judge("outside of the heap over 100 updates", { before, after: memory().outside, limit: 20 });
  },
  async predict() {
    let before;
    for (let call = 0; call < 1100; call++) {
      if (call === 100) before = memory().outside;
      await nlp.process(examples[call % examples.length].reference.text);
    }
    judge("outside of the heap over 1,000 predictions", { before, after: memory().outside, limit: 20 });
  },
  async load() {
    const stored = join(folder, "pipeline");
    await nlp.toDisk(stored);
    for (const closes of [true, false]) {
      let before;
      for (let count = 0; count < 400; count++) {
        if (count === 100) before = await settled();
        const other = await load(stored);
        await other.process(examples[0].reference.text);
        if (closes) await other.close();
      }
      const after = await settled();
      const what = closes ? "300 loads" : "300 loads without close";
      judge(`heap over ${what}`, { before: before.heap, after: after.heap, limit: 10 });
      if (closes)
        judge(`outside of the heap over ${what}`, {
          before: before.outside,
          after: after.outside,
          limit: 20,
        });
    }
  },
};

/** Memory after what was let go has been freed: networks outside of the heap go a turn after the objects that held them. */
async function settled() {
  memory();
  await new Promise((resume) => setTimeout(resume, 50));
  return memory();
}

for (const name of checks) await run[name]();
await nlp.close();
rmSync(folder, { recursive: true });
process.exit(wrong > 0 ? 1 : 0);
