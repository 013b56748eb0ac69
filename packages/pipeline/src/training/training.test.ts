import type { Example } from "@x/core";
import { expect, test } from "vitest";
import { shuffled } from "./batches";
import { weightedScore } from "./score";
import { subdivide } from "./subdivide";

const example = (length: number) => ({ predicted: { length } }) as Example;
const lengths = (parts: Iterable<Example[]>) =>
  [...parts].map((part) => part.map(({ predicted }) => predicted.length));

test("a batch is cut into parts of equal size, short docs first, the rest last", () => {
  const batch = [5, 1, 4, 2, 3].map(example);
  expect(lengths(subdivide(batch, 1))).toEqual([[1, 2, 3, 4, 5]]);
  expect(lengths(subdivide(batch, 2))).toEqual([[1, 2], [3, 4], [5]]);
  expect(lengths(subdivide(batch, 9))).toEqual([[1, 2, 3, 4, 5]]);
});

test("the final score leaves out what was not measured, and refuses what is no number", () => {
  expect(weightedScore({ a: 0.5, b: null }, { a: 0.5, b: 0.5, c: null })).toBe(0.25);
  expect(() => weightedScore({ a: {} }, { a: 1 })).toThrow(/P205/);
});

test("shuffling keeps all items and leaves the input alone", () => {
  const items = [1, 2, 3, 4];
  let state = 0;
  const result = shuffled(items, () => (state = (state + 0.37) % 1));
  expect(items).toEqual([1, 2, 3, 4]);
  expect([...result].sort()).toEqual(items);
});
