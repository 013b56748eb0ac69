import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig, Registry, Vectors } from "@x/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { blank, type Language } from "@x/pipeline";
import { initNlp, train } from "../src";
import { testConfig } from "../../pipeline/tests/support/configs";
import { sentenceFile } from "../../pipeline/tests/support/sentences";
import { goldenPackages } from "../../pipeline/tests/support/trajectory";

let folder: string;
let registry: Registry;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "x-callbacks-"));
  registry = new Registry().use(...goldenPackages);
  writeFileSync(join(folder, "train.spacy"), sentenceFile(blank("en", { registry }).vocab));
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = (more: string) => {
  const corpus = JSON.stringify(join(folder, "train.spacy"));
  const overrides = { "training.max_steps": 2, "training.eval_frequency": 1 };
  return parseConfig(`${testConfig({ pipeline: ["tok2vec", "tagger"], train: corpus })}\n${more}`, {
    interpolate: false,
    overrides,
  });
};

test("every callback is called at its place", async () => {
  const called: string[] = [];
  registry.callbacks("test.note.v1", z.strictObject({ name: z.string() }), ({ name }) => (value: unknown) => {
    const { pipeNames } = value as Partial<Language>;
    called.push(typeof value === "string" ? `${name} ${value}` : `${name} ${pipeNames?.length ?? "?"}`);
    return name === "before_creation" ? undefined : value;
  });
  const block = (section: string, key: string) =>
    `[${section}.${key}]\n@callbacks = "test.note.v1"\nname = "${key}"\n`;
  const nlp = await initNlp(
    config(
      [
        ...["before_creation", "after_creation", "after_pipeline_creation"].map((key) => block("nlp", key)),
        "[initialize]\n",
        ...["before_init", "after_init"].map((key) => block("initialize", key)),
        ...["before_to_disk", "before_update"].map((key) => block("training", key)),
      ].join("\n"),
    ),
    { registry },
  );
  expect(called).toEqual([
    "before_creation en",
    "after_creation 0",
    "after_pipeline_creation 2",
    "before_init 2",
    "after_init 2",
  ]);
  called.length = 0;
  await train(nlp, {
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    clock: () => 0,
    save: async () => "out",
  });
  expect(called.filter((line) => line.startsWith("before_update"))).toHaveLength(3);
  expect(called.filter((line) => line.startsWith("before_to_disk")).length).toBeGreaterThanOrEqual(3);
});

test("copy_from_base_model gives the tokenizer and the vocabulary of another pipeline", async () => {
  const base = blank("en", { registry });
  base.tokenizer.addSpecialCase("NovaPorto", [{ orth: "Nova" }, { orth: "Porto" }]);
  base.vocab.vectors = new Vectors({ strings: base.vocab.strings, shape: [1, 3] });
  base.vocab.vectors.add("lamp", { vector: [1, 2, 3] });
  await base.toDisk(join(folder, "base"));
  const path = JSON.stringify(join(folder, "base"));
  const nlp = await initNlp(
    config(
      `[initialize]\n\n[initialize.before_init]\n@callbacks = "spacy.copy_from_base_model.v1"\ntokenizer = ${path}\nvocab = ${path}\n`,
    ),
    { registry },
  );
  expect([...nlp.makeDoc("in NovaPorto")].map((token) => token.text)).toEqual(["in", "Nova", "Porto"]);
  expect([...nlp.vocab.vectors.get("lamp")]).toEqual([1, 2, 3]);
});

test("copy_from_base_model refuses a tokenizer that is made otherwise", async () => {
  registry.tokenizers(
    "test.Tokenizer.v1",
    z.strictObject({}),
    () => (nlp: Language) => blank(nlp.lang).tokenizer,
  );
  const base = blank("en", { registry });
  await base.toDisk(join(folder, "base"));
  const path = JSON.stringify(join(folder, "base"));
  const other = config(
    `[initialize]\n\n[initialize.before_init]\n@callbacks = "spacy.copy_from_base_model.v1"\ntokenizer = ${path}\n\n[nlp.tokenizer]\n@tokenizers = "test.Tokenizer.v1"\n`,
  );
  await expect(initNlp(other, { registry })).rejects.toMatchObject({ code: "P320" });
});
