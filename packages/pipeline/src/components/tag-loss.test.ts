import { expect, test } from "vitest";
import { argmaxRows, tagLoss } from "./tag-loss";

const probabilities = Float32Array.of(0.5, 0.25, 0.25, 0.1, 0.8, 0.1, 0.2, 0.2, 0.6);

test("the gradient is the distance to the gold class; missing tokens have none, negative ones only their class", () => {
  const { gradient, loss } = tagLoss(
    probabilities,
    { classes: Int32Array.of(0, -1, 2), negative: Uint8Array.of(0, 0, 1) },
    { size: 3 },
  );
  const expected = [-0.5, 0.25, 0.25, 0, 0, 0, 0, 0, 0.6];
  expected.forEach((value, index) => expect(gradient[index]).toBeCloseTo(value, 6));
  expect(loss).toBeCloseTo(0.25 + 0.125 + 0.36, 6);
});

test("label smoothing shares a part among the other classes", () => {
  const targets = { classes: Int32Array.of(0), negative: new Uint8Array(1) };
  const { gradient } = tagLoss(probabilities.subarray(0, 3), targets, { size: 3, labelSmoothing: 0.1 });
  [-0.4, 0.2, 0.2].forEach((value, index) => expect(gradient[index]).toBeCloseTo(value, 6));
});

test("the first of equal scores wins", () => {
  expect([...argmaxRows(Float32Array.of(1, 1, 0, 0, 2, 2), 3)]).toEqual([0, 1]);
  expect(argmaxRows(new Float32Array(0), 0)).toHaveLength(0);
});
