import { Example, parseConfig, registry } from "@x/core";
import { blank, languageFromConfig, useInstalledPackages } from "@x/pipeline";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { steps: { type: "string", default: "30" }, output: { type: "string", default: "output" } },
});
mkdirSync(values.output, { recursive: true });
await useInstalledPackages(registry);

// 1. A table of vectors, as `x init vectors` makes it from a file. Here: two directions, one for animals and one for places.
const table = blank("en");
const animals = ["cats", "dogs", "birds", "horses"];
const verbs = ["sleep", "bark", "sing", "run"];
for (const [words, axis] of [
  [animals, 0],
  [verbs, 1],
])
  words.forEach((word, i) => {
    const row = new Float32Array(4).fill(0.05 * i);
    row[axis] = 1;
    table.vocab.setVector(word, row);
  });
const vectors = join(values.output, "vectors");
await table.toDisk(vectors);
console.log(`cats and dogs: ${(await table("cats")).similarity(await table("dogs")).toFixed(2)}`);
console.log(`cats and bark: ${(await table("cats")).similarity(await table("bark")).toFixed(2)}`);

// 2. A tagger that sees them. Horses and running do not occur in its examples.
const text = readFileSync(new URL("config.cfg", import.meta.url), "utf8");
const nlp = await languageFromConfig(parseConfig(text, { overrides: { "paths.vectors": vectors } }), {
  registry,
});
const examples = animals.slice(0, 3).flatMap((animal) =>
  verbs.slice(0, 3).map((verb) => {
    const words = [animal, verb];
    return Example.fromDict(nlp.makeDoc(words.join(" ")), { words, tags: ["N", "V"] });
  }),
);
await nlp.initialize(() => examples);
const losses = {};
for (let step = 0; step < Number(values.steps); step++) await nlp.update(examples, { losses });

// 3. The vectors tell what the words are that it has never seen.
const doc = await nlp("horses run");
console.log([...doc].map((token) => `${token.text}/${token.tag}`).join(" "));
