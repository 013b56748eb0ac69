import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import {
  asSequences,
  build,
  englishVocab,
  expectNear,
  flatten,
  makeDocs,
  type EncodedDoc,
  type EncodedList,
  type GoldenNode,
} from "./support";

interface Case {
  readonly case: string;
  readonly config: { nM: number; nC: number };
  readonly X: { items: EncodedDoc[] };
  readonly Y: EncodedList;
  readonly dY: EncodedList;
  readonly nodes: (GoldenNode & { params: Record<string, Parameters<typeof decodeArray>[0]> })[];
  readonly utf8: Parameters<typeof decodeArray>[0][];
}

const golden = openGolden("tok2vec");
const file = "nn/layers/CharEmbed.json";

golden.skipUnless(file, () => {
  for (const { case: name, config, X, Y, dY, nodes, utf8 } of golden.json<{ cases: Case[] }>(file).cases)
    golden.case(`${file}#${name}`, async () => {
      const model = build({ ...config });
      const E = decodeArray(nodes[0].params.E).data as Float32Array;
      const docs = makeDocs(englishVocab(), X.items);
      model.initialize({ X: docs });
      expect(model.getParam("E").shape).toEqual([config.nC, 256, config.nM]);
      expect(model.getParam("E").data.every((value) => value === 0)).toBe(true);
      model.getParam("E").write(E);
      const found = await model.beginUpdate(docs);
      expectNear(found.Y.data.data as Float32Array, flatten<Float32Array>(Y), 1e-6, "Y");
      await found.backprop(asSequences(dY));
      // The true gradient: spaCy counts only the last of the tokens of a doc that have the same byte in the same place.
      const expected = new Float64Array(E.length);
      const dRows = flatten<Float32Array>(dY);
      const bytes = utf8.flatMap((item) => [...(decodeArray(item).data as Uint8Array)]);
      bytes.forEach((byte, k) => {
        const slot = k % config.nC;
        for (let m = 0; m < config.nM; m++)
          expected[(slot * 256 + byte) * config.nM + m] += dRows[k * config.nM + m];
      });
      expectNear(model.getParam("E").grad!, expected, 1e-5, "dE");
    });
});
