import { Config, Doc, Registry, resolveConfig } from "@x/core";
import { registrations as nn, type Model } from "@x/nn";
import { checkLayerLaws } from "@x/nn/testing";
import { expect, test } from "vitest";
import { blank, registrations } from "../src";

const registry = new Registry().use(nn, registrations);
const { vocab } = blank("en", { registry });
const docs = [["one", "two", "one"], ["three"], ["two", "two"]].map((words) => new Doc(vocab, { words }));
const build = (block: Record<string, unknown>) =>
  resolveConfig<Model>(new Config({ it: block }), "it", { registry });

test("spacy.extract_ngrams.v1", async () => {
  // Its keys have no gradient; the sparse layer behind it has one.
  const ngrams = { "@layers": "spacy.extract_ngrams.v1", ngram_size: 2 };
  const sparse = { "@layers": "SparseLinear.v2", nO: 3, length: 64 };
  await checkLayerLaws({
    build: () => build({ "@layers": "chain.v1", "*": { a: ngrams, b: sparse } }),
    X: docs,
    width: 3,
  });
});

test("every registered layer has a row", () => {
  expect(Object.keys(registrations.layers ?? {})).toEqual(["spacy.extract_ngrams.v1"]);
});
