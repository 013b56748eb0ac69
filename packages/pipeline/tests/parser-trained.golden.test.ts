import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { loadTrained, trainedDocs, trainedFile, withTrainedPipeline } from "./support/trained-pipeline";

const golden = openGolden("pipeline");

withTrainedPipeline(golden, () => {
  golden.case(`${trainedFile}#parser`, async () => {
    const nlp = await loadTrained(["tagger", "senter", "ner", "attribute_ruler", "lemmatizer"]);
    const expected = trainedDocs(golden);
    const wrong: unknown[] = [];
    let words = 0;
    let index = 0;
    for await (const doc of nlp.pipe(expected.map(({ text }) => text))) {
      const { text, head, dep, sent_start } = expected[index++];
      const starts = Array.from(doc.sentStarts!, (start) => (start === 1 ? 1 : 0));
      words += doc.length;
      for (let i = 0; i < doc.length; i++)
        if (doc.heads![i] !== head[i] || doc.deps![i] !== dep[i] || starts[i] !== sent_start[i])
          wrong.push({ text, i, found: [doc.heads![i], doc.deps![i], starts[i]] });
    }
    expect(wrong, `${words} words`).toEqual([]);
  });
});
