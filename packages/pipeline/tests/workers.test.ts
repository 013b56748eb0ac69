import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfig, Registry } from "@x/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blank, initNlp, train } from "../src";
import { testConfig } from "./support/configs";
import { sentenceFile } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const isBuilt = existsSync(dist) && readdirSync(dist).some((name) => name.startsWith("worker-node"));

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "x-workers-"));
  const registry = new Registry().use(...goldenPackages);
  const file = join(folder, "train.spacy");
  writeFileSync(file, sentenceFile(blank("en", { registry }).vocab));
  const text = testConfig({ train: JSON.stringify(file), pipeline: ["tok2vec", "tagger", "ner"] });
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
console.log(JSON.stringify({
  here: await annotate({ batchSize: 3 }),
  there: await annotate({ batchSize: 3, nProcess: 2 }),
  failures: [await failure(["one", null]), await failure(["x".repeat(1_000_001)])],
}));
`;

// A worker imports this package as Node does, so it must be built.
test.skipIf(!isBuilt)(
  "worker threads annotate the same, in order, and hand their errors on (needs npm run build)",
  () => {
    const output = execFileSync(
      process.execPath,
      ["--input-type=module", "-e", script, join(folder, "model")],
      { encoding: "utf8", cwd: fileURLToPath(new URL("../../..", import.meta.url)) },
    );
    const { here, there, failures } = JSON.parse(output);
    expect(here).toHaveLength(40);
    expect(there).toEqual(here);
    expect(failures).toEqual(["P013", "P012"]);
  },
  60_000,
);

test("nProcess must be a number of workers", async () => {
  const nlp = blank("en");
  for (const nProcess of [0, -2, 1.5])
    await expect(nlp.pipe(["one"], { nProcess }).next()).rejects.toThrow("[P241]");
});
