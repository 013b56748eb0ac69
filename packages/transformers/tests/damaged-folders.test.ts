import { fileURLToPath } from "node:url";
import { Registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { load, registrations as pipeline } from "@x/pipeline";
import { expect, test } from "vitest";
import { damageEachFile } from "../../../tools/testing/damaged-folder";
import { registrations } from "../src";

const stored = fileURLToPath(new URL("golden/transformers/curated/nlp", import.meta.url));

test("a pipeline with a transformer: whatever happens to a file, it works or an error names it", async () => {
  const registry = new Registry().use(nn, pipeline, registrations);
  const { wrong, cases } = await damageEachFile(stored, async (path) => {
    const nlp = await load(path, { registry, packages: [], exclude: ["tokenizer", "vocab"] });
    try {
      await nlp("Anna sees New York.");
    } finally {
      await nlp.close();
    }
  });
  expect(wrong).toEqual([]);
  expect(cases).toBeGreaterThan(30);
}, 120_000);
