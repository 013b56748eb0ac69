import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig, Registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { blank, registrations as pipeline } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testConfig } from "../../pipeline/tests/support/configs";
import { sentenceFile } from "../../pipeline/tests/support/sentences";
import { initNlp, train } from "../src";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "x-own-names-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("who imports the functions needs to register none of the package's names", async () => {
  const registry = new Registry().use(nn, pipeline, tok2vec);
  const path = join(folder, "train.spacy");
  writeFileSync(path, sentenceFile(blank("en", { registry }).vocab));
  const training = "max_steps = 2\neval_frequency = 1";
  const text = testConfig({ pipeline: ["tok2vec", "tagger"], train: JSON.stringify(path) }).replace(
    /max_steps = \d+\neval_frequency = \d+/,
    training,
  );
  const nlp = await initNlp(parseConfig(text, { interpolate: false }), { registry });
  const silent = { write: () => true };
  const { best } = await train(nlp, { stdout: silent, stderr: silent, clock: () => 0 });
  expect(best?.score).toBeGreaterThanOrEqual(0);
});
