// The same config, corpus and seed as `spacy train`: the same initial weights, order, masks and cuts, so the same losses.
import { parseConfig, Registry } from "@x/core";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { initNlp, train } from "../src";
import { goldenPackages } from "./support/trajectory";

const golden = openGolden("pipeline");
const folder = "training/runs";

interface RecordedStep {
  readonly epoch: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly scores: Readonly<Record<string, number>>;
}

interface Recording {
  /** How many steps rounding leaves alone: those of a spaCy whose weights are disturbed in the last place agree so long. */
  readonly strict_steps: number;
  readonly steps: readonly RecordedStep[];
}

async function run(id: string): Promise<RecordedStep[]> {
  const corpus = golden.file(`${folder}/corpus${id.includes("messy") ? "-messy" : ""}.spacy`)!;
  const vectors = id.includes("vectors") ? golden.file(`${folder}/vectors`)! : null;
  const config = parseConfig(new TextDecoder().decode(golden.bytes(id)), {
    interpolate: false,
    overrides: { "paths.train": corpus, "paths.dev": corpus, "paths.vectors": vectors },
  });
  const registry = new Registry();
  for (const table of goldenPackages) registry.use(table);
  const nlp = await initNlp(config, { registry });
  const steps: RecordedStep[] = [];
  const silent = { write: () => true };
  await train(nlp, {
    stdout: silent,
    stderr: silent,
    clock: () => 0,
    onStep: ({ epoch, losses, otherScores }) =>
      steps.push({ epoch, losses: { ...losses }, scores: otherScores as Record<string, number> }),
  });
  return steps;
}

for (const { id } of golden.find(/^training\/runs\/[^/]*\.cfg$/))
  golden.case(id, async () => {
    const { strict_steps: strict, steps } = golden.json<Recording>(id.replace(/cfg$/, "json"));
    expect(strict).toBeGreaterThanOrEqual(5);
    const own = await run(id);
    expect(own.length).toBe(steps.length);
    own.slice(0, strict).forEach(({ epoch, losses, scores }, i) => {
      expect(epoch, `epoch of step ${i}`).toBe(steps[i].epoch);
      for (const [name, loss] of Object.entries(steps[i].losses))
        expect(Math.abs(losses[name] - loss), `${name} in step ${i}`).toBeLessThan(2e-4 * Math.max(1, loss));
      for (const [name, score] of Object.entries(steps[i].scores))
        expect(Math.abs(scores[name] - score), `${name} after step ${i}`).toBeLessThan(0.02);
    });
  });
