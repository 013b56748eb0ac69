import { expect, test } from "vitest";
import { runReadmeExamples } from "../../../tools/testing/readme-examples";

test("the examples of the README run", async () => {
  expect(await runReadmeExamples("core")).toBe(1);
});
