import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig, Registry } from "@x/core";
import { afterAll, expect, test } from "vitest";
import { blank } from "@x/pipeline";
import { initNlp, train } from "../src";
import { testConfig } from "../../pipeline/tests/support/configs";
import { sentenceFile } from "../../pipeline/tests/support/sentences";
import { goldenPackages } from "../../pipeline/tests/support/trajectory";

const folder = mkdtempSync(join(tmpdir(), "x-weights-"));
const registry = new Registry().use(...goldenPackages);
afterAll(() => rmSync(folder, { recursive: true }));

test("a score by label can be weighted in the config, and has a column in the table", async () => {
  const corpus = join(folder, "train.spacy");
  writeFileSync(corpus, sentenceFile(blank("en", { registry }).vocab));
  const weights = "[training.score_weights]\ntag_acc = 0.5\nents_per_type.PER.f = 0.5\n";
  const text = `${testConfig({ pipeline: ["tok2vec", "tagger", "ner"], train: JSON.stringify(corpus) })}\n${weights}`;
  const overrides = { "training.max_steps": 20, "training.eval_frequency": 20 };
  const nlp = await initNlp(parseConfig(text, { interpolate: false, overrides }), { registry });
  const lines: string[] = [];
  const { last } = await train(nlp, {
    stdout: { write: (line) => lines.push(line) },
    stderr: { write: () => undefined },
    clock: () => 0,
  });
  expect(lines.join("")).toContain("ENTS_PER_T...");
  const scores = last!.otherScores as {
    tag_acc: number;
    ents_f: number;
    ents_per_type: Record<string, { f: number }>;
  };
  const weighted = JSON.parse(JSON.stringify(nlp.config.get("training.score_weights"))) as Record<
    string,
    number
  >;
  expect(Object.keys(weighted)).toContain("ents_per_type.PER.f");
  let expected = 0;
  for (const [key, weight] of Object.entries(weighted))
    if (key === "ents_per_type.PER.f") expected += weight * (scores.ents_per_type.PER?.f ?? 0);
    else if (weight !== null) expected += weight * ((scores as unknown as Record<string, number>)[key] ?? 0);
  expect(last!.score).toBeCloseTo(expected, 10);
});
