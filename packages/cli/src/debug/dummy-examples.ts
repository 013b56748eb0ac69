import { Example } from "@x/core";
import type { Language } from "@x/pipeline";

const words = ["A", "small", "lamp", "stood", "on", "the", "desk", "."];
const rows = [0, 1, 2];

/** Annotated sentences to try a network with, where there is no corpus: something for every component to learn. */
export function dummyExamples(nlp: Language): Example[] {
  const keys = nlp.pipeline
    .map(({ name }) => nlp.config.get(`components.${name}.spans_key`))
    .filter((key): key is string => typeof key === "string");
  const text = "A small lamp stood on the desk.";
  return rows.map((row) => {
    const label = (prefix: string) => words.map((_, i) => `${prefix}${(i + row) % 7}`);
    return Example.fromDict(nlp.makeDoc(text), {
      words,
      spaces: [true, true, true, true, true, true, false, false],
      tags: label("TAG"),
      pos: ["DET", "ADJ", "NOUN", "VERB", "ADP", "DET", "NOUN", "PUNCT"],
      morphs: words.map((_, i) => (i % 2 === 0 ? "Number=Sing" : "")),
      lemmas: words.map((word) => word.toLowerCase()),
      heads: [2, 2, 3, 3, 3, 6, 4, 3],
      deps: ["det", "amod", "nsubj", "ROOT", "prep", "det", "pobj", "punct"],
      entities: [[2, 12, `ENT${row}`]],
      cats: { CAT0: Number(row === 0), CAT1: Number(row !== 0) },
      spans: Object.fromEntries(keys.map((key) => [key, [[2, 12, `SPAN${row}`]] as const])),
    });
  });
}
