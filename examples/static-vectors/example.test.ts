import { expect, test } from "vitest";
import { runExample } from "../../tools/testing/run-example";

test("words that were never annotated are tagged by their vectors", () => {
  const output = runExample(import.meta.dirname);
  expect(output).toContain("cats and dogs: 1.00");
  expect(output).toContain("horses/N run/V");
});
