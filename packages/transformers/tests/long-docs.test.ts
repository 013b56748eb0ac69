import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Doc, Vocab } from "@x/core";
import { reduceMaxLayer, reduceMeanLayer, referenceRuntime, tensor, type Tensor } from "@x/nn";
import type { Runtime } from "@x/nn/runtime";
import { afterAll, expect, test } from "vitest";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import {
  stridedSpans,
  Transformer,
  TransformerData,
  transformerModel,
  trfs2arrays,
  WordpieceBatch,
} from "../src";

const folder = mkdtempSync(join(tmpdir(), "x-long-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeTinyCheckpoint(folder, { words: ["rain", "fell"], width: 4, layers: 1, heads: 1 });

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

/** A runtime that counts the wordpieces of each run, and how many runs there are at once. */
function counted() {
  const runtime = referenceRuntime();
  const sizes: number[] = [];
  let [now, most] = [0, 0];
  const watched: Runtime = {
    ...runtime,
    async compile(spec) {
      const program = await runtime.compile(spec);
      return {
        ...program,
        async run(feeds, options) {
          const [rows, columns] = [...(feeds as ReadonlyMap<string, Tensor>).values()].find(
            ({ dtype }) => dtype === "int64",
          )!.shape;
          sizes.push(rows * columns);
          most = Math.max(most, ++now);
          const results = await program.run(feeds, options);
          now--;
          return results;
        },
      };
    },
  };
  return { watched, sizes, most: () => most };
}

test("a long document runs pack by pack: as much at once as of a short one, each wordpiece once", async () => {
  const vocab = new Vocab();
  const model = transformerModel({ name: folder, getSpans: stridedSpans({ window: 12, stride: 9 }) });
  const pipe = new Transformer(vocab, model, { maxBatchItems: 128 });
  await pipe.initialize(() => []);
  const { watched, sizes, most } = counted();
  model.runtime = watched;
  const runOf = async (tokens: number) => {
    sizes.length = 0;
    const words = Array.from({ length: tokens }, (_, i) => (i % 7 === 3 ? "snow" : i % 2 ? "fell" : "rain"));
    const { wordpieces } = (await pipe.predict([new Doc(vocab, { words })])).docData[0];
    const read = wordpieces.lengths.reduce((sum, length) => sum + length, 0);
    return { largest: Math.max(...sizes), part: sizes.reduce((sum, size) => sum + size, 0) / read };
  };
  const [short, long] = [await runOf(60), await runOf(3000)];
  expect(short.largest).toBeLessThanOrEqual(128);
  expect(long.largest).toBeLessThanOrEqual(128);
  expect(most()).toBe(1);
  expect(long.part).toBeLessThan(1.15);
});
