import { reduceMaxLayer, reduceMeanLayer, tensor } from "@x/nn";
import { expect, test } from "vitest";
import { TransformerData, trfs2arrays, WordpieceBatch } from "../src";

/** A Doc's data with one or two wordpieces a token, all in one row. */
function dataOf(tokens: number, width: number): TransformerData {
  const lengths = Int32Array.from({ length: tokens }, (_, i) => i % 3);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const values = Float32Array.from({ length: rows * width }, (_, i) => Math.sin(i));
  return new TransformerData({
    wordpieces: WordpieceBatch.empty(),
    modelOutput: { lastHiddenState: tensor("float32", [1, rows, width], values) },
    align: { lengths, data: Int32Array.from({ length: rows }, (_, i) => rows - 1 - i) },
  });
}

test.each([reduceMeanLayer, reduceMaxLayer])(
  "a long document is pooled in parts, with the same result",
  async (pooling) => {
    const layer = trfs2arrays(pooling(), 1);
    const datas = [dataOf(5, 4), dataOf(20_000, 4), dataOf(0, 4), dataOf(9000, 4)];
    const predicted = await layer.predict(datas);
    const { Y } = await layer.beginUpdate(datas);
    expect(predicted.data.shape).toEqual([29_005, 4]);
    expect(predicted.data.data).toEqual(Y.data.data);
    expect(predicted.lengths).toEqual(Y.lengths);
  },
);

test("a document without tokens", async () => {
  const { data, lengths } = await trfs2arrays(reduceMeanLayer(), 1).predict([dataOf(0, 4)]);
  expect([data.shape, [...lengths]]).toEqual([[0, 4], [0]]);
});
