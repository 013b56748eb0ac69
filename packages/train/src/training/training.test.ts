import type { Example } from "@x/core";
import { expect, test } from "vitest";
import { scoreAt, weightedScore } from "./score";
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

test("dots lead into the scores by label", () => {
  const scores = { ents_f: 0.2, ents_per_type: { PER: { f: 0.5 }, "A.B": { f: 0.25 } } };
  expect(scoreAt(scores, "ents_per_type.A.B.f")).toBe(0.25);
  expect(scoreAt(scores, "ents_per_type.LOC.f")).toBeUndefined();
  expect(weightedScore(scores, { ents_f: 0.5, "ents_per_type.PER.f": 0.5, "ents_per_type.LOC.f": 1 })).toBe(
    0.35,
  );
  expect(() => weightedScore(scores, { "ents_per_type.PER": 1 })).toThrow(/P205/);
});
