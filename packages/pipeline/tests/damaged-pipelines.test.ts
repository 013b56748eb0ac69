import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Registry } from "@x/core";
import { beforeAll, expect, test } from "vitest";
import { damageEachFile } from "../../../tools/testing/damaged-folder";
import { blank, load, type AttributeRuler, type EntityRuler, type SpanRuler } from "../src";
import { goldenPackages } from "./support/trajectory";

const registry = new Registry().use(...goldenPackages);
const stored = (path: string) => fileURLToPath(new URL(`golden/${path}`, import.meta.url));
const rules = mkdtempSync(join(tmpdir(), "x-rules-"));

beforeAll(async () => {
  const nlp = blank("en", { registry });
  const entities = nlp.addPipe<EntityRuler>("entity_ruler");
  await entities.addPatterns([
    { label: "GPE", pattern: [{ LOWER: "new" }, { LOWER: { REGEX: "^york" } }], id: "ny" },
  ]);
  await nlp.addPipe<SpanRuler>("span_ruler").addPatterns([{ label: "X", pattern: "New York" }]);
  nlp.addPipe<AttributeRuler>("attribute_ruler").add([[{ TAG: "NN" }]], { attrs: { POS: "NOUN" } });
  nlp.addPipe("sentencizer");
  await nlp.toDisk(rules);
});

test.each([
  ["tagger and entities, as spaCy wrote them", stored("pipelines/trajectories/tagger_ner_shared_loop/init")],
  ["categories", stored("pipelines/trajectories/textcat_ensemble_biased/init")],
  ["lemmas by edit trees", stored("pipelines/trajectories/trainable_lemmatizer/init")],
  ["a parser", stored("pipelines/trajectories/beam_parser/init")],
  ["PyTorch's LSTM", stored("pipelines/trajectories/tagger_bilstm/init")],
  ["vectors", stored("training/runs/vectors")],
  ["rules, as we write them", rules],
])(
  "%s: whatever happens to a file, the pipeline works or an error names it",
  async (_, folder) => {
    const { wrong, cases } = await damageEachFile(folder, async (path) => {
      const nlp = await load(path, { registry, packages: [] });
      try {
        await nlp("Anna sees New York.");
      } finally {
        await nlp.close();
      }
    });
    expect(wrong).toEqual([]);
    expect(cases).toBeGreaterThan(30);
  },
  120_000,
);
