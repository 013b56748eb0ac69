import { floatTensor } from "@x/nn";
import { checkLayerLaws } from "@x/nn/testing";
import { expect, test } from "vitest";
import { gate } from "../src/gate.js";

// Five rows of width 3, as two sequences of 2 and 3 rows.
const data = floatTensor(
  [5, 3],
  Float32Array.from({ length: 15 }, (_, i) => Math.sin(i)),
);

test("the gate obeys the laws of layers: widths, batches, gradients, bytes, runtimes", async () => {
  await checkLayerLaws({ build: () => gate({ nO: 3 }), X: data, width: 3 });
  await checkLayerLaws({
    build: () => gate(),
    X: { kind: "list", data, lengths: Int32Array.of(2, 3) },
    width: 3,
  });
});

test("at first every column is halved", async () => {
  const Y = await gate({ nO: 3 }).initialize().predict(data);
  expect(Array.from(Y.data as Float32Array)[1]).toBeCloseTo(Math.sin(1) / 2);
});
