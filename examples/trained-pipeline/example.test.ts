import { blank } from "@x/pipeline";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runExample } from "../../tools/testing/run-example";

// No network in a test: a pipeline with rules stands in for the downloaded one.
test("a saved pipeline is loaded and used", async () => {
  const nlp = blank("en");
  const ruler = nlp.addPipe("entity_ruler") as unknown as {
    addPatterns(patterns: readonly object[]): Promise<void>;
  };
  await ruler.addPatterns([{ label: "GPE", pattern: "Lisbon" }]);
  const folder = join(mkdtempSync(join(tmpdir(), "x-example-")), "pipeline");
  await nlp.toDisk(folder);
  const output = runExample(import.meta.dirname, ["--pipeline", folder]);
  expect(output).toContain("entity_ruler");
  expect(output).toMatch(/GPE\s+Lisbon/);
});
