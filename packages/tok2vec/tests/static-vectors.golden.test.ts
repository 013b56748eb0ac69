import { createVocab, Doc, errorCode, getLanguage, Vectors } from "@x/core";
import { tensor } from "@x/nn";
import { describe, expect, test } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { multiHashEmbed, staticVectors } from "../src";
import {
  build,
  englishVocab,
  expectNear,
  lastRow,
  makeDocs,
  subtract,
  type Encoded,
  type EncodedDoc,
  type GoldenVectors,
} from "./support";

const golden = openGolden("tok2vec");

interface LayerCase {
  case: string;
  config: Record<string, unknown>;
  X: { items: EncodedDoc[] };
  Y: { data: Encoded; lengths: Encoded };
  dY: { data: Encoded };
  nodes: { dims: Record<string, number>; params: { W: Encoded }; grads: { W: Encoded } }[];
  vectors: GoldenVectors;
}

golden.skipUnless("nn/layers/StaticVectors.json", () => {
  describe("StaticVectors.v2", () => {
    for (const data of golden.json<{ cases: LayerCase[] }>("nn/layers/StaticVectors.json").cases)
      golden.case(`nn/layers/StaticVectors.json#${data.case}`, async () => {
        const [node] = data.nodes;
        const vocab = englishVocab(data.vectors);
        const docs = makeDocs(vocab, data.X.items);
        const model = build(data.config);
        model.initialize({ X: docs });
        const W = decodeArray(node.params.W).data as Float32Array;
        model.getParam("W").write(W);
        const [nO, nM] = [node.dims.nO, node.dims.nM];
        expect(Object.fromEntries(model.dims)).toEqual(node.dims);
        const expected = decodeArray(data.Y.data);
        const found = await model.predict(docs);
        expectNear(found.data.data as Float32Array, expected.data as Float32Array, 1e-5, "Y");
        expect([...found.lengths]).toEqual([...(decodeArray(data.Y.lengths).data as Int32Array)].map(Number));
        const { Y, backprop } = await model.beginUpdate(docs);
        expectNear(Y.data.data as Float32Array, expected.data as Float32Array, 1e-5, "Y");
        const dY = decodeArray(data.dY.data).data as Float32Array;
        await backprop({ ...Y, data: tensor("float32", [dY.length / nO, nO], dY) });
        // The true gradient, and what spaCy adds to it: the last row of the table for each word without a vector.
        const gradient = new Float64Array(nO * nM);
        const added = new Float64Array(nO * nM);
        const last = lastRow(data.vectors);
        docs
          .flatMap((doc) => [...doc])
          .forEach((token, row) => {
            const vector = token.hasVector ? token.vector : last;
            const sum = token.hasVector ? gradient : added;
            for (let o = 0; o < nO; o++)
              for (let m = 0; m < nM; m++) sum[o * nM + m] += dY[row * nO + o] * vector[m];
          });
        expectNear(model.getParam("W").grad as Float32Array, gradient, 1e-5, "dW");
        const gold = decodeArray(node.grads.W).data as Float32Array;
        expectNear(subtract(gold, added), gradient, 1e-4, "spaCy's dW without what it adds");
      });
  });
});

describe("static vectors in networks", () => {
  const vocabWith = (vectors: Vectors) => {
    const vocab = createVocab(getLanguage("en"));
    vocab.vectors = vectors;
    return vocab;
  };
  const table = () => {
    const vectors = new Vectors({ shape: [2, 3] });
    vectors.add("a", { vector: [1, 2, 3] });
    vectors.add("b", { vector: [4, 5, 6] });
    return vectors;
  };

  test("the table is neither in the model nor trained", async () => {
    const vocab = vocabWith(table());
    const docs = [new Doc(vocab, { words: ["a", "b", "c"] })];
    const model = multiHashEmbed({ width: 4, attrs: ["NORM"], rows: [10], includeStaticVectors: true });
    model.initialize({ X: docs });
    const names = [...model.walk()].flatMap((node) =>
      [...node.params.keys()].map((name) => `${node.name}.${name}`),
    );
    expect(names.filter((name) => name.startsWith("static_vectors"))).toEqual(["static_vectors.W"]);
    const { Y, backprop } = await model.beginUpdate(docs);
    await backprop(Y);
    expect(vocab.vectors.get("a")).toEqual(Float32Array.of(1, 2, 3));
    expect(model.toBytes().length).toBeLessThan(4000);
  });

  test("without vectors, or with vectors of another width", async () => {
    const empty = [new Doc(vocabWith(new Vectors()), { words: ["a"] })];
    const fresh = staticVectors({ nO: 2 });
    expect(() => fresh.initialize({ X: empty })).toThrow("[T005]");
    const model = staticVectors({ nO: 2 });
    model.initialize({ X: [new Doc(vocabWith(table()), { words: ["a"] })] });
    const failure = await model.predict(empty).catch((cause: unknown) => cause);
    expect(errorCode(failure)).toBe("T006");
  });

  test("empty docs give no rows", async () => {
    const vocab = vocabWith(table());
    const model = staticVectors({ nO: 2 });
    model.initialize({ X: [new Doc(vocab, { words: ["a"] })] });
    const Y = await model.predict([new Doc(vocab), new Doc(vocab, { words: ["b"] })]);
    expect([...Y.lengths]).toEqual([0, 1]);
  });
});
