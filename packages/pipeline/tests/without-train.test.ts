import { fileURLToPath } from "node:url";
import { Doc, Example, Registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations as train } from "@x/train";
import { expect, test } from "vitest";
import { blank, load, registrations as pipeline } from "../src";

const stored = fileURLToPath(
  new URL("golden/pipelines/trajectories/tagger_ner_shared_loop/init", import.meta.url),
);
const packages = [nn, pipeline, tok2vec];
const open = () => load(stored, { registry: new Registry(), packages });

test("a stored pipeline annotates and learns where nothing is that trains", async () => {
  const nlp = await open();
  expect(nlp.config.get("corpora.train.@readers")).toBe("spacy.Corpus.v1");
  const doc = await nlp("Marta moved to Oslo.");
  expect(doc.tags).toHaveLength(5);
  const gold = new Doc(nlp.vocab, { words: ["Marta", "moved"], tags: ["NNP", "VBD"] });
  const losses = await nlp.update([new Example(nlp.makeDoc("Marta moved"), gold)]);
  expect(losses.tagger).toBeGreaterThan(0);
});

test("it is stored with the config that it had", async () => {
  const nlp = await open();
  const files = await nlp.serialize();
  const complete = await load(stored, { registry: new Registry(), packages: [...packages, train] });
  expect(files.get("config.cfg")).toEqual((await complete.serialize()).get("config.cfg"));
});

test("a new pipeline has the same config with and without what trains", () => {
  const config = (...tables: typeof packages) =>
    String(blank("en", { registry: new Registry().use(...tables) }).config);
  expect(config()).toBe(config(train));
});

test("names of what trains are answered with the package to install", async () => {
  const nlp = await open();
  nlp.config = nlp.config.set("initialize.components.tagger.labels", {
    "@readers": "spacy.read_labels.v1",
    path: "labels.json",
  });
  await expect(nlp.initialize()).rejects.toThrow(/spacy\.read_labels\.v1.*npm install @x\/train/s);
});
