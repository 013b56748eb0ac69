import { expect, test } from "vitest";
import { tensor } from "../graph/tensor";
import { Random } from "../random/random";
import type { Tensor } from "../graph/tensor";
import { SparseLinear, SparseLinearV2 } from "./sparse-linear";

const batch = [
  tensor("uint64", [5], BigUint64Array.of(11n, 2n ** 63n, 11n, 7n, 8n)),
  tensor("float32", [5], Float32Array.of(1, 2, 3, 1, 1)),
  tensor("int32", [3], Int32Array.of(2, 0, 3)),
];

test.each([SparseLinear, SparseLinearV2])("kept sums of weights change nothing: %o", async (layer) => {
  const model = layer({ nO: 20, length: 64 });
  model.initialize({ X: batch });
  const random = new Random(3);
  const { W, b } = { W: model.getParam("W"), b: model.getParam("b") };
  W.write(random.uniform(-1, 1, W.data.length));
  b.write(random.uniform(-1, 1, 20));
  const plain = (await model.predict(batch)) as Tensor;
  model.freeze();
  for (let round = 0; round < 2; round++) expect(await model.predict(batch)).toEqual(plain);
  W.write(W.data.map((value) => 2 * value));
  const doubled = (await model.predict(batch)) as Tensor;
  model.unfreeze();
  expect(await model.predict(batch)).toEqual(doubled);
  expect(doubled.data).not.toEqual(plain.data);
});
