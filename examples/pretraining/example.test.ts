import { expect, test } from "vitest";
import { runExample } from "../../tools/testing/run-example";

test("pretrained weights are written, and a training begins with them", () => {
  const output = runExample(import.meta.dirname, ["--epochs", "2", "--steps", "20"]);
  expect(output).toMatch(/Pretrained: .*model-last\.bin/);
  expect(output).toMatch(/from random weights: \d+/);
  expect(output).toMatch(/from pretrained weights: \d+/);
});
