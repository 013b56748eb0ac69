import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "@x/core";
import { beforeAll, expect, test } from "vitest";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import { embedTexts, folderFiles, loadEncoder, loadPieceTokenizer, type TextEmbedder } from "../src";

let model: TextEmbedder;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "x-embed-"));
  writeTinyCheckpoint(folder, { words: ["lobster", "eat", "the"], width: 16 });
  const files = folderFiles(folder);
  model = { encoder: await loadEncoder(files), tokenizer: await loadPieceTokenizer(files) };
});

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

test("a text's vector is the mean of its wordpieces' vectors, special ones included", async () => {
  const { encoder, tokenizer } = model;
  const [embedding] = await embedTexts(["Eat the lobster!"], model);
  const batch = await tokenizer.encodeBatch(["Eat the lobster!"]);
  const { data, shape } = (await encoder.model().predict(batch)).lastHiddenState;
  const [, pieces, width] = shape;
  expect(pieces).toBe(6);
  const mean = Array.from({ length: width }, (_, column) => {
    let sum = 0;
    for (let piece = 0; piece < pieces; piece++) sum += data[piece * width + column] as number;
    return sum / pieces;
  });
  expect(embedding).toHaveLength(encoder.hiddenSize);
  expect(largestDifference(embedding, mean)).toBeLessThan(1e-6);
});

test("shorter and longer texts beside it, and padding, don't change it", async () => {
  const texts = ["eat", "the lobster", "The lobster eats the other lobsters."];
  const together = await embedTexts(texts, model);
  for (const [i, text] of texts.entries())
    expect(largestDifference(together[i], (await embedTexts([text], model))[0])).toBeLessThan(1e-5);
});

test("no texts have no vectors; an empty text has that of its special pieces", async () => {
  expect(await embedTexts([], model)).toEqual([]);
  const [empty] = await embedTexts([""], model);
  expect(empty.every(Number.isFinite)).toBe(true);
});

test("a text that is longer than the network can read is refused", async () => {
  const code = await embedTexts(["the ".repeat(100)], model).catch(errorCode);
  expect(code).toBe("TR310");
});
