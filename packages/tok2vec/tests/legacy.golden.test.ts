import { describe, expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import {
  build,
  englishVocab,
  expectNear,
  flatten,
  makeDocs,
  type EncodedDoc,
  type EncodedList,
  type GoldenVectors,
} from "./support";

const golden = openGolden("tok2vec");

interface LegacyFile {
  readonly docs: EncodedDoc[];
  readonly vectors: GoldenVectors;
  readonly cases: {
    readonly name: string;
    readonly config: Record<string, unknown>;
    readonly names: string[];
    readonly weights: string;
    readonly Y: EncodedList;
  }[];
}

golden.skipUnless("nn/legacy.json", () => {
  const { docs, vectors, cases } = golden.json<LegacyFile>("nn/legacy.json");
  const weightsOf = (weights: string) => new Uint8Array(Buffer.from(weights, "base64"));
  describe("networks of spacy-legacy predict with spaCy's weights what spaCy predicts for each doc", () => {
    for (const { name, config, names, weights, Y } of cases)
      golden.case(`nn/legacy.json#${name}`, async () => {
        const model = build(config);
        expect([...model.walk()].map((node) => node.name)).toEqual(names);
        model.fromBytes(weightsOf(weights));
        const found = await model.predict(makeDocs(englishVocab(vectors), docs));
        expectNear(found.data.data as Float32Array, flatten<Float32Array>(Y), 1e-5, "Y");
      });
  });

  test("a doc has the same vectors alone and in a batch, with the encoder of mish units too", async () => {
    const { config, weights } = cases.find(({ name }) => name === "mish")!;
    const model = build(config);
    model.fromBytes(weightsOf(weights));
    const batch = makeDocs(englishVocab(vectors), docs);
    const whole = (await model.predict(batch)).data.data as Float32Array;
    let at = 0;
    for (const doc of batch) {
      const alone = (await model.predict([doc])).data.data as Float32Array;
      expectNear(whole.subarray(at, at + alone.length), alone, 1e-6, doc.text);
      at += alone.length;
    }
  });
});
