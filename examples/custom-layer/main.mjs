import { Example, parseConfig, registry } from "@x/core";
import { floatTensor } from "@x/nn";
import { checkLayerLaws } from "@x/nn/testing";
import { languageFromConfig, useInstalledPackages } from "@x/pipeline";
import { readFileSync } from "node:fs";
import { scale } from "./layer.mjs";

// 1. The laws that every layer here obeys: widths, batches, gradients against differences, bytes there and back, runtimes.
const X = floatTensor(
  [5, 3],
  Float32Array.from({ length: 15 }, (_, i) => Math.sin(i)),
);
await checkLayerLaws({ build: () => scale({ nO: 3 }), X, width: 3 });
console.log("The layer obeys the laws");

// 2. The architecture in a config. layer.mjs registered it; at the shell: x train config.cfg --code layer.mjs
await useInstalledPackages(registry);
const text = readFileSync(new URL("config.cfg", import.meta.url), "utf8");
const nlp = await languageFromConfig(parseConfig(text), { registry });
const words = ["dogs", "bark"];
const examples = [Example.fromDict(nlp.makeDoc(words.join(" ")), { words, tags: ["N", "V"] })];
await nlp.initialize(() => examples);
for (let step = 0; step < 20; step++) await nlp.update(examples, {});
const doc = await nlp("dogs bark");
console.log([...doc].map((token) => `${token.text}/${token.tag}`).join(" "));

// 3. What the layer has learned.
const node = [...nlp.getPipe("tagger").model.walk()].find(({ name }) => name === "scale");
const factors = node.getParam("g").data;
console.log(
  `Factors between ${(1 + Math.min(...factors)).toFixed(3)} and ${(1 + Math.max(...factors)).toFixed(3)}`,
);
