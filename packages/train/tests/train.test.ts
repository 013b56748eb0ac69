import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfig, Registry, type Doc, type Warning } from "@x/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { blank, load, type Language, type TrainablePipe } from "@x/pipeline";
import { initNlp, train } from "../src";
import { testConfig, type TestConfigOptions } from "../../pipeline/tests/support/configs";
import { sentenceFile } from "../../pipeline/tests/support/sentences";
import { goldenPackages } from "../../pipeline/tests/support/trajectory";

let folder: string;
let registry: Registry;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "x-train-"));
  registry = new Registry().use(...goldenPackages);
  writeFileSync(join(folder, "train.spacy"), sentenceFile(blank("en", { registry }).vocab));
});
afterEach(() => rmSync(folder, { recursive: true }));

const texts = ["Irene sold the old office in Vienna.", "", "   ", "Did Acme call?", "\ud800 odd"];
const python = fileURLToPath(new URL("../../../.peers/bin/python", import.meta.url));

function init(options: TestConfigOptions): Promise<Language> {
  const text = testConfig({ train: JSON.stringify(join(folder, "train.spacy")), ...options });
  return initNlp(parseConfig(text, { interpolate: false }), { registry });
}

async function run(nlp: Language, signal?: AbortSignal) {
  const lines: string[] = [];
  let time = 0;
  const result = await train(nlp, {
    stdout: { write: (text) => lines.push(text) },
    stderr: { write: () => undefined },
    clock: () => (time += 1),
    signal,
    save: async (stored, checkpoints) => {
      for (const name of checkpoints) await stored.toDisk(join(folder, `model-${name}`));
      return join(folder, "model-last");
    },
  });
  return { result, output: lines.join("") };
}

async function annotations(nlp: Language, inputs = texts): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const doc of nlp.pipe(inputs, { batchSize: 2 })) found.push(annotation(doc));
  return found;
}
const annotation = (doc: Doc) => [doc.tags ?? [], doc.ents.map((ent) => `${ent.text} ${ent.label}`)];

describe.each([[["tok2vec", "tagger"]], [["tok2vec", "tagger", "ner"]]])("%s", (pipeline) => {
  test("trains from a config, is saved, loaded, and predicts the same", async () => {
    const nlp = await init({ pipeline });
    const { result, output } = await run(nlp);
    expect(output).toMatch(/E {4}# {7}LOSS TOK2VEC {2}LOSS TAGGER/);
    expect(result.best!.score).toBeGreaterThan(0.9);
    expect(result.last).toMatchObject({ step: 60, outputPath: join(folder, "model-last") });
    expect(readdirSync(folder).sort()).toEqual(["model-best", "model-last", "train.spacy"]);
    const expected = await annotations(nlp);
    const loaded = await load(join(folder, "model-last"), { registry, packages: [] });
    expect(await annotations(loaded)).toEqual(expected);
    expect(loaded.meta.performance).toMatchObject({ tag_acc: expect.any(Number) });
    const bytes = await loaded.toBytes();
    const other = await load(join(folder, "model-best"), { registry, packages: [] });
    expect(await annotations(await other.fromBytes(bytes))).toEqual(expected);
    expect(other.config.toString()).toBe(loaded.config.toString());
  });

  test("the same seed gives the same bits", async () => {
    const weights = async () => {
      const nlp = await init({ pipeline, training: "max_epochs = 3" });
      await run(nlp);
      return await nlp.toBytes();
    };
    expect(await weights()).toEqual(await weights());
  });

  test.skipIf(!existsSync(python))(
    "spaCy loads what we save and predicts the same (needs .peers)",
    async () => {
      const nlp = await init({ pipeline });
      await run(nlp);
      const plain = texts.slice(0, 4);
      const script = `
import json, sys, spacy
nlp = spacy.load(sys.argv[1])
docs = [nlp(text) for text in json.loads(sys.argv[2])]
print(json.dumps([[[t.tag_ for t in d] if nlp.has_pipe("tagger") else [], [f"{e.text} {e.label_}" for e in d.ents]] for d in docs]))
`;
      const output = execFileSync(python, ["-c", script, join(folder, "model-last"), JSON.stringify(plain)], {
        encoding: "utf8",
      });
      expect(JSON.parse(output)).toEqual(await annotations(nlp, plain));
    },
  );
});

test("an interrupted training saves its last state", async () => {
  const nlp = await init({ pipeline: ["tok2vec", "tagger"] });
  const { result } = await run(nlp, AbortSignal.abort());
  expect(result).toMatchObject({ aborted: true, last: undefined });
  expect(readdirSync(folder)).toContain("model-last");
});

test("averages are what is saved and what remains", async () => {
  const nlp = await init({ pipeline: ["tok2vec", "tagger"], training: "\n" });
  nlp.config = nlp.config.set("training.optimizer.use_averages", true);
  await run(nlp);
  const loaded = await load(join(folder, "model-last"), { registry, packages: [] });
  expect(loaded.getPipe("tagger").serialize()).toEqual(nlp.getPipe("tagger").serialize());
});

test("a training whose losses are no numbers says so, and names the component and the step", async () => {
  const nlp = await init({ pipeline: ["tok2vec", "tagger"], training: "max_epochs = 1" });
  const warnings: Warning[] = [];
  nlp.vocab.onWarning = (warning) => void warnings.push(warning);
  await run(nlp);
  expect(warnings).toEqual([]);
  const tagger = nlp.getPipe<TrainablePipe>("tagger");
  const update = tagger.update.bind(tagger);
  tagger.update = async (examples, options) => {
    await update(examples, options);
    options!.losses!.tagger = Infinity;
  };
  await run(nlp);
  expect(warnings.map(({ code }) => code)).toContain("W213");
  const { message } = warnings.find(({ code }) => code === "W213")!;
  expect(message).toMatch(/the loss of "tagger" is no number \(first seen in step \d+\)/);
});
