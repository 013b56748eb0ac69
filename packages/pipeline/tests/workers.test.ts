import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfig, Registry } from "@x/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blank } from "../src";
import { initNlp, train } from "@x/train";
import { testConfig } from "./support/configs";
import { sentenceFile } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const isBuilt = existsSync(dist) && readdirSync(dist).some((name) => name.startsWith("worker-node"));

const trouble = new URL("support/trouble.mjs", import.meta.url).href;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "x-workers-"));
  const registry = new Registry().use(...goldenPackages);
  const file = join(folder, "train.spacy");
  writeFileSync(file, sentenceFile(blank("en", { registry }).vocab));
  // Two upstreams: a worker must not read one's vectors for the other's.
  const one = testConfig({ train: JSON.stringify(file), pipeline: ["tok2vec", "tagger", "ner"] });
  const [, upstream] = /(\[components\.tok2vec\][^]*?)(?=\[components\.tagger\])/.exec(one)!;
  const text = one
    .replace('"tok2vec","tagger"', '"tok2vec","other","tagger"')
    .replace("[components.tagger]", `${upstream.replaceAll(".tok2vec", ".other")}\n[components.tagger]`)
    .replace('Tok2VecListener.v1"', 'Tok2VecListener.v1"\nupstream = "tok2vec"');
  const nlp = await initNlp(parseConfig(text, { interpolate: false }), { registry });
  const silent = { write: () => undefined };
  await train(nlp, { stdout: silent, stderr: silent, clock: () => 0 });
  await nlp.toDisk(join(folder, "model"));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const script = `
import { load } from "@x/pipeline";
const nlp = await load(process.argv[1]);
const texts = Array.from({ length: 40 }, (_, i) => "Irene sold office " + i + " in Vienna.".repeat(i % 3));
const annotate = async (options) => {
  const found = [];
  for await (const [doc, context] of nlp.pipeTuples(texts.map((text, i) => [text, i]), options))
    found.push([context, doc.text, doc.tags, doc.ents.map(({ label, start }) => label + start), doc.tensor.data.length]);
  return found;
};
const failure = async (texts) => {
  try {
    for await (const _ of nlp.pipe(texts, { nProcess: 2, batchSize: 1 }));
  } catch (cause) {
    return cause.code;
  }
};
const workerSetup = { module: process.argv[2], name: "register" };
await (await import(workerSetup.module)).register();
const { blank } = await import("@x/pipeline");
const trouble = blank("en");
trouble.addPipe("trouble");
const inTrouble = async (texts, options) => {
  let count = 0;
  try {
    for await (const _ of trouble.pipe(texts, { nProcess: 2, batchSize: 1, workerSetup, ...options })) {
      count++;
      if (options?.signal === controller.signal) setTimeout(() => controller.abort("over"), 1);
      if (options?.timeout === 1234) endTimes();
    }
    return [count];
  } catch (cause) {
    return [count, cause.code ?? cause];
  }
};
// The time of a batch is over once the first Doc has come, however long that took.
const timers = [];
let isDue = false;
const { setTimeout: start } = globalThis;
globalThis.setTimeout = (end, time, ...rest) => {
  if (time !== 1234) return start(end, time, ...rest);
  if (isDue) return start(end, 0);
  timers.push(end);
};
const endTimes = () => {
  isDue = true;
  for (const end of timers.splice(0)) end();
};
const controller = new AbortController();
console.log(JSON.stringify({
  died: await inTrouble(["a", "die", "b", "c", "d", "e", "f"]),
  hung: await inTrouble(["a", "hang", "b"], { timeout: 1234 }),
  aborted: await inTrouble(["a", "hang", "b"], { signal: controller.signal }),
  fine: await inTrouble(["a", "b"], { timeout: 2 ** 31 - 1, signal: new AbortController().signal }),
  here: await annotate({ batchSize: 3 }),
  there: await annotate({ batchSize: 3, nProcess: 2 }),
  failures: [await failure(["one", null]), await failure(["x".repeat(1_000_001)])],
}));
`;

// A worker imports this package as Node does, so it must be built.
test.skipIf(!isBuilt)(
  "worker threads annotate the same, in order, hand their errors on and can be ended (needs npm run build)",
  () => {
    const output = execFileSync(
      process.execPath,
      ["--input-type=module", "-e", script, join(folder, "model"), trouble],
      { encoding: "utf8", cwd: fileURLToPath(new URL("../../..", import.meta.url)) },
    );
    const { here, there, failures, died, hung, aborted, fine } = JSON.parse(output);
    expect(here).toHaveLength(40);
    expect(there).toEqual(here);
    expect(failures).toEqual(["P013", "P012"]);
    // A worker that dies or hangs ends the call, not the process, and leaves none of its colleagues behind.
    expect(died).toEqual([1, "P240"]);
    expect(hung).toEqual([1, "P242"]);
    expect(aborted).toEqual([1, "over"]);
    expect(fine).toEqual([2]);
  },
  60_000,
);

/** Hides the native runtime from a process and its workers. */
const withoutNative = `
import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(\`
export function resolve(name, context, next) {
  if (name === "onnxruntime-node") throw Object.assign(new Error("hidden"), { code: "ERR_MODULE_NOT_FOUND" });
  return next(name, context);
}\`));
`;
const warned = `
import { load } from "@x/pipeline";
const codes = [];
const nlp = await load(process.argv[1], { onWarning: ({ code }) => codes.push(code) });
for await (const doc of nlp.pipe(["Irene sold boats.", "Marta too."], { nProcess: 2, batchSize: 1 }));
console.log(JSON.stringify(codes));
`;

test.skipIf(!isBuilt)(
  "what worker threads warn of is said once (needs npm run build)",
  () => {
    const hidden = join(folder, "without-native.mjs");
    writeFileSync(hidden, withoutNative);
    const output = execFileSync(
      process.execPath,
      ["--import", hidden, "--input-type=module", "-e", warned, join(folder, "model")],
      { encoding: "utf8", cwd: fileURLToPath(new URL("../../..", import.meta.url)) },
    );
    expect(JSON.parse(output)).toEqual(["W207"]);
  },
  60_000,
);

const withoutRules = `
import { load } from "@x/pipeline";
const codes = [];
const nlp = await load(process.argv[1], { onWarning: ({ code }) => codes.push(code) });
const texts = [];
for await (const doc of nlp.pipe(["Irene fala.", "Marta também."], { nProcess: 2, batchSize: 1 })) texts.push(doc.text);
console.log(JSON.stringify({ lang: nlp.lang, codes, texts }));
`;

test.skipIf(!isBuilt)(
  "worker threads annotate in a language without rules, and say so no second time (needs npm run build)",
  () => {
    const portuguese = join(folder, "portuguese");
    cpSync(join(folder, "model"), portuguese, { recursive: true });
    rmSync(join(portuguese, "checksums.json"));
    for (const [file, from, to] of [
      ["config.cfg", 'lang = "en"', 'lang = "pt"'],
      ["meta.json", '"lang": "en"', '"lang": "pt"'],
    ])
      writeFileSync(join(portuguese, file), readFileSync(join(portuguese, file), "utf8").replace(from, to));
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", withoutRules, portuguese], {
      encoding: "utf8",
      cwd: fileURLToPath(new URL("../../..", import.meta.url)),
    });
    expect(JSON.parse(output)).toEqual({
      lang: "pt",
      codes: ["W140"],
      texts: ["Irene fala.", "Marta também."],
    });
  },
  60_000,
);

test("nProcess must be a number of workers", async () => {
  const nlp = blank("en");
  for (const nProcess of [0, -2, 1.5])
    await expect(nlp.pipe(["one"], { nProcess }).next()).rejects.toThrow("[P241]");
});
