import { createVocab, Doc, getLanguage, Vectors } from "@x/core";
import { checkLayerLaws } from "@x/nn/testing";
import { expect, test } from "vitest";
import { registrations } from "../src";
import { build } from "./support";

const vocab = createVocab(getLanguage("en"));
vocab.vectors = new Vectors({ strings: vocab.strings, shape: [3, 4] });
["the", "lamp", "glows"].forEach((word, i) => vocab.vectors.add(word, { vector: [i, 1, -i, 0.5] }));
const docs = [["the", "lamp", "glows"], ["Häuser"], ["unknown", "lamp"]].map(
  (words) => new Doc(vocab, { words }),
);

/** Layers that read documents, with the width of what they give. */
const rows: Readonly<Record<string, { readonly config: Record<string, unknown>; readonly width: number }>> = {
  "spacy.CharEmbed.v1": { config: { nM: 3, nC: 4 }, width: 12 },
  "spacy.StaticVectors.v2": { config: { nO: 5, dropout: 0.2 }, width: 5 },
  "spacy-legacy.StaticVectors.v1": { config: { nO: 5 }, width: 5 },
};

/** Gives keys, which have no gradient; tested on its own. */
const apart = ["spacy.FeatureExtractor.v1"];

test.each(Object.entries(rows))("%s", async (name, { config, width }) => {
  await checkLayerLaws({ build: () => build({ "@layers": name, ...config }), X: docs, width });
});

test("every registered layer has a row", () => {
  expect([...Object.keys(rows), ...apart].sort()).toEqual(Object.keys(registrations.layers ?? {}).sort());
});
