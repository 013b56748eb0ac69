import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, DocBin, parseConfig, Registry, Vocab } from "@x/core";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { fillPipelineConfig } from "@x/pipeline/spi";
import { initNlp, train } from "@x/train";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import { registrations } from "../src";

const folder = mkdtempSync(join(tmpdir(), "x-resume-"));
const [checkpoint, corpus] = [join(folder, "checkpoint"), join(folder, "train.spacy")];
const registry = new Registry().use(nn, pipeline, registrations);
beforeAll(() => {
  writeTinyCheckpoint(checkpoint, { words: ["apple", "shares", "rose"] });
  const words = ["Apple", "shares", "rose"];
  const doc = new Doc(new Vocab(), { words, tags: ["NOUN", "NOUN", "VERB"] });
  writeFileSync(corpus, new DocBin({ docs: [doc] }).toBytes());
});
afterAll(() => rmSync(folder, { recursive: true }));

const config = () => `
[paths]
train = ${JSON.stringify(corpus)}
dev = ${JSON.stringify(corpus)}

[nlp]
lang = "en"
pipeline = ["transformer", "tagger"]

[training]
max_steps = 6
eval_frequency = 1

[components]

[components.transformer]
factory = "transformer"

[components.transformer.model]
@architectures = "spacy-transformers.TransformerModel.v3"
name = ${JSON.stringify(checkpoint)}

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy-transformers.TransformerListener.v1"

[components.tagger.model.tok2vec.pooling]
@layers = "reduce_mean.v1"

[components.tagger.model.tok2vec.grad_factor]
@schedules = "compounding.v1"
start = 1.0
stop = 0.001
compound = 0.3
`;

async function run(resume?: Uint8Array) {
  const states: Uint8Array[] = [];
  const silent = { write: () => undefined };
  const filled = fillPipelineConfig(parseConfig(config()), { registry });
  const { nlp } = await train(await initNlp(filled, { registry }), {
    stdout: silent,
    stderr: silent,
    clock: () => 0,
    resume,
    saveState: async (state) => void states.push(state),
  });
  return { states, bytes: await nlp.getPipe("transformer").serialize() };
}

test("what a schedule lets through to the transformer goes on after a resume where it was", async () => {
  const { states, bytes } = await run();
  expect((await run(states[2])).bytes).toEqual(bytes);
});
