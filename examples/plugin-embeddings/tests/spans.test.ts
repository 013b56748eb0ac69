import { Doc, Vocab } from "@x/core";
import { expect, test } from "vitest";
import { evenSpans } from "../src/even-spans.js";

test("all tokens are covered, by pieces of nearly the same size", () => {
  const doc = new Doc(new Vocab(), { words: ["one", "two", "three", "four", "five", "six", "seven"] });
  const [spans] = evenSpans({ maxLength: 3 })([doc]);
  expect(spans.map((span) => [span.start, span.end])).toEqual([
    [0, 2],
    [2, 5],
    [5, 7],
  ]);
  expect(evenSpans({ maxLength: 3 })([new Doc(new Vocab(), { words: [] })])).toEqual([[]]);
});
