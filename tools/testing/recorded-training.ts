import { parseConfig, Registry, type PackageRegistrations } from "@x/core";
import { initNlp, train } from "@x/train";
import { expect } from "vitest";
import type { Golden } from "./golden";

interface RecordedStep {
  readonly epoch: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly scores: Readonly<Record<string, number>>;
}

interface Recording {
  /** How many steps rounding leaves alone: those of a spaCy whose weights are disturbed agree so long. */
  readonly strict_steps: number;
  readonly steps: readonly RecordedStep[];
}

/**
 * Trains with a config and compares every step with `spacy train` (`tools/golden/train-runs.py`): the same initial weights, order,
 * masks and cuts, so the same epochs, losses and scores.
 *
 * @param id the config; its recording lies beside it, as `.json`
 * @param options `overrides`: of the config, such as paths
 */
export async function expectRecordedTraining(
  golden: Golden,
  id: string,
  {
    packages,
    overrides,
  }: { readonly packages: readonly PackageRegistrations[]; readonly overrides: Record<string, unknown> },
): Promise<void> {
  const { strict_steps: strict, steps } = golden.json<Recording>(id.replace(/cfg$/, "json"));
  expect(strict).toBeGreaterThanOrEqual(5);
  // Scores that spaCy loses by a fault, as the ledger says.
  const higher = golden.differs(id)?.field?.split(", ") ?? [];
  const text = new TextDecoder().decode(golden.bytes(id));
  const config = parseConfig(text, { interpolate: false, overrides });
  const nlp = await initNlp(config, { registry: new Registry().use(...packages) });
  const own: RecordedStep[] = [];
  const silent = { write: () => true };
  await train(nlp, {
    stdout: silent,
    stderr: silent,
    clock: () => 0,
    onStep: ({ epoch, losses, otherScores }) =>
      own.push({ epoch, losses: { ...losses }, scores: otherScores as Record<string, number> }),
  });
  expect(own.length).toBe(steps.length);
  own.slice(0, strict).forEach(({ epoch, losses, scores }, i) => {
    expect(epoch, `epoch of step ${i}`).toBe(steps[i].epoch);
    for (const [name, loss] of Object.entries(steps[i].losses))
      expect(Math.abs(losses[name] - loss), `${name} in step ${i}`).toBeLessThan(2e-4 * Math.max(1, loss));
    for (const [name, score] of Object.entries(steps[i].scores))
      if (higher.includes(name))
        expect(scores[name], `${name} after step ${i}`).toBeGreaterThan(score + 0.02);
      else expect(Math.abs(scores[name] - score), `${name} after step ${i}`).toBeLessThan(0.02);
  });
}
