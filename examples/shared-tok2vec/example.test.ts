import { expect, test } from "vitest";
import { runExample } from "../../tools/testing/run-example";

test("a tagger and an entity recognizer are trained on one tok2vec, saved, loaded, used", () => {
  const output = runExample(import.meta.dirname, ["--steps", "30"]);
  expect(output).toMatch(/Best score 0\.\d+ after \d+ steps/);
  expect(output).toMatch(/Sofia\/\w+ flew\/\w+/);
});
