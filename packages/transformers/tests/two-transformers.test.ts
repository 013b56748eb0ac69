import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, errorCode, Example, parseConfig, Registry } from "@x/core";
import { registrations as nn, type Model, type Sequences } from "@x/nn";
import { languageFromConfig, registrations as pipeline, type TrainablePipe } from "@x/pipeline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import { registrations, trfData, trfDataBy } from "../src";

const words = ["apple", "shares", "rose", "on", "the", "news", "pie"];
const folder = mkdtempSync(join(tmpdir(), "x-two-transformers-"));
const checkpoints = ["one", "two"].map((name) => join(folder, name));
beforeAll(() => {
  writeTinyCheckpoint(checkpoints[0], { words });
  writeTinyCheckpoint(checkpoints[1], { words: [...words].reverse() });
});
afterAll(() => rmSync(folder, { recursive: true }));

const transformer = (name: string, checkpoint: string) => `
[components.${name}]
factory = "transformer"

[components.${name}.model]
@architectures = "spacy-transformers.TransformerModel.v3"
name = ${JSON.stringify(checkpoint)}
tokenizer_config = {"use_fast": true}

[components.${name}.model.get_spans]
@span_getters = "spacy-transformers.doc_spans.v1"
`;
const text = () => `
[nlp]
lang = "en"
pipeline = ["transformer", "other", "tagger"]

[components]
${transformer("transformer", checkpoints[0])}
${transformer("other", checkpoints[1])}

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy-transformers.TransformerListener.v1"
grad_factor = 1.0
upstream = "transformer"

[components.tagger.model.tok2vec.pooling]
@layers = "reduce_mean.v1"
`;

test("a listener predicts with the output of its own transformer, not with that of the last one", async () => {
  const registry = new Registry().use(nn, pipeline, registrations);
  const nlp = await languageFromConfig(parseConfig(text()), { registry });
  const gold = { words: ["apple", "shares", "rose"], tags: ["NOUN", "NOUN", "VERB"] };
  const examples = [new Example(new Doc(nlp.vocab, { words: gold.words }), new Doc(nlp.vocab, gold))];
  await nlp.initialize(() => examples);
  const { model } = nlp.getPipe<TrainablePipe>("tagger");
  const scores = async (doc: Doc) => [
    ...((await (model as Model<Doc[], Sequences>).predict([doc])).data.data as Float32Array),
  ];
  const doc = await nlp("apple shares rose");
  const found = await scores(doc);
  const [own, other] = ["transformer", "other"].map((name) =>
    trfDataBy(doc, (nlp.getPipe(name) as unknown as { hub: object }).hub)!,
  );
  expect(trfData(doc)).toBe(other);
  expect(own.modelOutput.lastHiddenState!.data).not.toEqual(other.modelOutput.lastHiddenState!.data);

  // Output that comes from elsewhere may be that of the other one.
  const read = Doc.fromBytes(nlp.vocab, doc.toBytes());
  const failure = await scores(read).then(() => undefined, errorCode);
  expect(failure).toBe("TR417");
  doc._.trf_data = null;
  expect(trfDataBy(doc, (nlp.getPipe("transformer") as unknown as { hub: object }).hub)).toBeUndefined();

  nlp.removePipe("other");
  expect(await scores(await nlp("apple shares rose"))).toEqual(found);
});
