import { packArray } from "@x/core/spi";
import { expect, test } from "vitest";
import { TransformerData } from "../src";

type Stored = ReturnType<TransformerData["toDict"]> & {
  wordpieces: Record<string, unknown>;
  align: unknown[];
};
const int64 = (...values: bigint[]) =>
  packArray({ dtype: "int64", shape: [values.length], data: BigInt64Array.from(values) });
const float32 = (...values: number[]): unknown =>
  packArray({ dtype: "float32", shape: [1, values.length], data: Float32Array.from(values) });

/** What is stored for one token of one wordpiece, with something else in it. */
function read(change: (stored: Stored) => void): TransformerData {
  const stored = {
    wordpieces: {
      strings: [["a"]],
      input_ids: packArray({ dtype: "int64", shape: [1, 1], data: BigInt64Array.of(7n) }),
      attention_mask: float32(1),
      lengths: [1],
      token_type_ids: null,
    },
    model_output: {},
    align: [int64(0n), int64(1n)],
  } as Stored;
  change(stored);
  return TransformerData.fromDict(stored);
}

test("integers of 64 bits are read where 32 hold them", () => {
  const { align, wordpieces } = read(() => undefined);
  expect([...align.data, ...align.lengths, ...wordpieces.inputIds.data]).toEqual([0, 1, 7n]);
});

test.each<[string, (stored: Stored) => void]>([
  ["a wordpiece", ({ align }) => (align[0] = int64(2n ** 32n))],
  ["a negative wordpiece", ({ align }) => (align[0] = int64(-1n))],
  ["a length", ({ align }) => (align[1] = int64(2n ** 32n + 1n))],
  ["lengths that do not fit", ({ align }) => (align[1] = int64(2n))],
  ["an id", ({ wordpieces }) => (wordpieces.input_ids = int64(2n ** 32n + 7n))],
  ["an id that is no integer", ({ wordpieces }) => (wordpieces.input_ids = float32(0.5))],
  ["a type", ({ wordpieces }) => (wordpieces.token_type_ids = int64(2n ** 40n))],
])("%s that 32 bits cannot hold is refused", (_, change) => {
  expect(() => read(change)).toThrow("[TR418]");
});
