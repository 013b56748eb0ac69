import { Doc, Registry } from "@x/core";
import { expect, it } from "vitest";
import { blank, registrations } from "../src";

it("merges base noun phrases, and leaves docs without a parse alone", async () => {
  const registry = new Registry();
  registry.use(registrations);
  const nlp = blank("en", { registry });
  nlp.addPipe("merge_noun_chunks");
  const doc = new Doc(nlp.vocab, {
    words: ["The", "old", "cat", "sees", "dogs"],
    pos: ["DET", "ADJ", "NOUN", "VERB", "NOUN"],
    tags: ["DT", "JJ", "NN", "VBZ", "NNS"],
    heads: [2, 2, 3, 3, 3],
    deps: ["det", "amod", "nsubj", "ROOT", "dobj"],
  });
  const merged = await nlp(doc);
  expect([...merged].map(({ text, tag, dep }) => [text, tag, dep])).toEqual([
    ["The old cat", "NN", "nsubj"],
    ["sees", "VBZ", "ROOT"],
    ["dogs", "NNS", "dobj"],
  ]);
  expect((await nlp("The old cat")).length).toBe(3);
});
