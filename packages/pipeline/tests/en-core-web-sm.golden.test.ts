import type { Doc } from "@x/core";
import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import {
  loadTrained,
  trainedDocs,
  trainedFile,
  withTrainedPipeline,
  type TrainedDoc,
} from "./support/trained-pipeline";

interface WholeDoc extends TrainedDoc {
  readonly tag: string[];
  readonly pos: string[];
  readonly morph: string[];
  readonly lemma: string[];
  readonly noun_chunks: [number, number][];
  readonly tensor_row_sums: Parameters<typeof decodeArray>[0];
  readonly tensor_first_row: Parameters<typeof decodeArray>[0];
}

const golden = openGolden("pipeline");

function columns(doc: Doc): Record<string, readonly unknown[]> {
  return {
    words: doc.lexemes.map(({ text }) => text),
    tag: doc.tags!,
    pos: doc.pos!,
    morph: [...doc].map((token) => String(token.morph)),
    lemma: doc.lemmas!,
    dep: doc.deps!,
    head: [...doc.heads!],
    sent_start: Array.from(doc.sentStarts!, (start) => (start === 1 ? 1 : 0)),
    ents: doc.ents.map(({ start, end, label }) => [start, end, label]),
    noun_chunks: doc.nounChunks.map(({ start, end }) => [start, end]),
  };
}

/** The largest difference of the first row and, a width's worth more, of the sums of rows. */
function tensorDifference({ tensor }: Doc, row: WholeDoc): number {
  const { data, shape } = tensor!;
  const [rows, width] = shape;
  const sums = decodeArray(row.tensor_row_sums).data as Float32Array;
  const first = decodeArray(row.tensor_first_row).data as Float32Array;
  let worst = 0;
  for (let i = 0; i < first.length; i++) worst = Math.max(worst, Math.abs(first[i] - data[i]));
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += data[r * width + i];
    worst = Math.max(worst, Math.abs(sum - sums[r]) / width);
  }
  return worst;
}

withTrainedPipeline(golden, () => {
  golden.case(`${trainedFile}#whole`, async () => {
    const nlp = await loadTrained([]);
    expect(nlp.pipeNames).toEqual(["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]);
    const expected = trainedDocs(golden) as WholeDoc[];
    const wrong: unknown[] = [];
    let tensor = 0;
    let words = 0;
    let index = 0;
    for await (const doc of nlp.pipe(expected.map(({ text }) => text))) {
      const row = expected[index++];
      words += doc.length;
      tensor = Math.max(tensor, tensorDifference(doc, row));
      for (const [name, found] of Object.entries(columns(doc))) {
        const truth = row[name as keyof WholeDoc] as readonly unknown[];
        for (let i = 0; i < Math.max(truth.length, found.length); i++)
          if (JSON.stringify(truth[i]) !== JSON.stringify(found[i]))
            wrong.push({ text: row.text, name, i, found: found[i], truth: truth[i] });
      }
    }
    expect(words).toBe(13_474);
    expect(wrong).toEqual([]);
    expect(tensor).toBeLessThan(1e-4);
    await nlp.close();
  });
});
