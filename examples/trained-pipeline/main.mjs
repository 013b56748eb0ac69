import { load } from "@x/pipeline";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { pipeline: { type: "string", default: "en_core_web_sm" }, output: { type: "string" } },
});

// A name of a downloaded pipeline, a package, a folder or a wheel.
const nlp = await load(values.pipeline);
console.log(`${nlp.meta.lang}_${nlp.meta.name} ${nlp.meta.version}: ${nlp.pipeNames.join(", ")}`);

const texts = [
  "Sofia flew from Lisbon to Kyoto in May, and Tom stayed in Oslo.",
  "Northwind Energy is hiring forty engineers in Norway, says its director Elena Brandt.",
];
for await (const doc of nlp.pipe(texts)) {
  console.log(`\n${doc.text}`);
  for (const ent of doc.ents) console.log(`  ${ent.label.padEnd(8)} ${ent.text}`);
  if (doc.hasAnnotation("DEP"))
    for (const chunk of doc.nounChunks) console.log(`  ${chunk.root.dep.padEnd(8)} ${chunk.text}`);
  const words = [...doc].filter((token) => token.isAlpha).map((token) => token.lemma || token.lower);
  console.log(`  ${words.join(" ")}`);
}
