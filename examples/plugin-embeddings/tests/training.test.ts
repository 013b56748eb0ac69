import { readFileSync } from "node:fs";
import { Example, Registry, parseConfig } from "@x/core";
import { languageFromConfig, useInstalledPackages } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { expect, test } from "vitest";
import { registrations } from "../src/index.js";

test("a tagger learns with the embedding that the config names", async () => {
  const registry = new Registry();
  await useInstalledPackages(registry, [tok2vec, registrations]);
  const nlp = await languageFromConfig(parseConfig(readFileSync("example.cfg", "utf8")), { registry });
  const examples = [
    { words: ["dogs", "bark"], tags: ["N", "V"] },
    { words: ["cats", "sleep"], tags: ["N", "V"] },
  ].map(({ words, tags }) => Example.fromDict(nlp.makeDoc(words.join(" ")), { words, tags }));
  await nlp.initialize(() => examples);
  const losses: Record<string, number> = {};
  let first = 0;
  for (let step = 0; step < 20; step++) {
    losses.tagger = 0;
    await nlp.update(examples, { losses });
    if (step === 0) first = losses.tagger;
  }
  expect(losses.tagger).toBeLessThan(first / 2);
  const doc = await nlp("cats bark");
  expect([...doc].map((token) => token.tag)).toEqual(["N", "V"]);
});
