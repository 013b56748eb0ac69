import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import type { EntityRecognizer, Language } from "../src";
import {
  loadTrained,
  trainedDocs,
  trainedFile,
  withTrainedPipeline,
  type TrainedDoc,
} from "./support/trained-pipeline";

const golden = openGolden("pipeline");

withTrainedPipeline(golden, () => {
  golden.case(`${trainedFile}#ner`, async () => {
    const nlp = await loadTrained(["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]);
    const { words, wrong } = await compare(nlp, trainedDocs(golden));
    expect(wrong, `${words} words`).toEqual([]);
  });
});

async function compare(nlp: Language, expected: TrainedDoc[]): Promise<{ words: number; wrong: unknown[] }> {
  const ner = nlp.getPipe<EntityRecognizer>("ner");
  const docs = expected.map(({ text, words, sent_start }) => {
    // Tokenized here, because special cases set norms that the embeddings read.
    const doc = nlp.makeDoc(text);
    expect([...doc].map((token) => token.text)).toEqual(words);
    // The parser has run before: entities do not cross its sentence boundaries.
    doc.sentStarts = Int8Array.from(sent_start);
    return doc;
  });
  ner.setAnnotations(docs, await ner.predict(docs));
  const found = docs.map((doc) => doc.ents.map(({ start, end, label }) => [start, end, label]));
  const wrong = expected.flatMap(({ text, ents }, i) =>
    JSON.stringify(found[i]) === JSON.stringify(ents) ? [] : [{ text, ents, found: found[i] }],
  );
  return { words: docs.reduce((sum, doc) => sum + doc.length, 0), wrong };
}
