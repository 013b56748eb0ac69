import { expect, test } from "vitest";
import { runExample } from "../../tools/testing/run-example";

test("a layer of one's own obeys the laws and learns", () => {
  const output = runExample(import.meta.dirname);
  expect(output).toContain("The layer obeys the laws");
  expect(output).toContain("dogs/N bark/V");
  expect(output).toMatch(/Factors between 0\.\d+ and 1\.\d+/);
});
