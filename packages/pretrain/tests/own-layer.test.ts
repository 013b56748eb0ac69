import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Example } from "@x/core";
import { languageFromConfig } from "@x/pipeline";
import { afterAll, expect, test } from "vitest";
import { createPretraining, runPretraining } from "../src";
import { memoryOutput, smallConfig, testRegistry } from "./support";

const folder = mkdtempSync(join(tmpdir(), "pretrain-own-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a component's own tok2vec layer is pretrained, and loaded by init_tok2vec", async () => {
  const raw = join(folder, "raw.jsonl");
  const lines = Array.from({ length: 20 }, (_, i) => JSON.stringify({ text: `The boat number ${i} leaves the old harbour.` })); // prettier-ignore
  writeFileSync(raw, lines.join("\n"));
  const registry = testRegistry();
  const config = smallConfig({
    "paths.raw_text": raw,
    "nlp.pipeline": ["tagger"],
    "pretraining.component": "tagger",
    "pretraining.layer": "tok2vec",
  });
  const own = config.get("components.tok2vec.model");
  config.delete("components.tok2vec");
  config.delete("components.tagger.model.tok2vec");
  config.set("components.tagger.model.tok2vec", own);

  const run = await createPretraining(config, { registry });
  const tagger = run.nlp.getPipe<never>("tagger")["model"] as { getRef(name: string): unknown };
  expect(run.name).toBe("tagger.tok2vec");
  expect(run.tok2vec).toBe(tagger.getRef("tok2vec"));
  const before = run.tok2vec.toBytes();
  const output = memoryOutput();
  await runPretraining(run, { output, clock: () => 0 });
  expect(Buffer.from(run.tok2vec.toBytes()).equals(before)).toBe(false);
  const weights = output.files.get("model2.bin")!;
  expect(run.tok2vec.canFromBytes(weights)).toBe(true);

  const path = join(folder, "model2.bin");
  writeFileSync(path, weights);
  const nlp = await languageFromConfig(config.copy().set("initialize.init_tok2vec", path), { registry });
  const reports: { name: string }[] = [];
  const example = nlp.makeDoc("The boat leaves.");
  example.tags = ["DT", "NN", "VBZ", "."];
  await nlp.initialize(() => [new Example(nlp.makeDoc("The boat leaves."), example)], {
    onPretrained: (report) => reports.push(report as never),
  });
  const loaded = nlp.getPipe<never>("tagger")["model"] as { getRef(name: string): { toBytes(): Uint8Array } };
  expect(loaded.getRef("tok2vec").toBytes()).toHaveLength(weights.length);
  expect(Buffer.from(loaded.getRef("tok2vec").toBytes()).equals(weights)).toBe(true);
  expect(reports).toHaveLength(1);
});
