import { dirname } from "node:path";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import type { DependencyParser, Language } from "../src";
import {
  compareModels,
  expectGradients,
  expectNear,
  loadGolden,
  makeGoldenExamples,
  readCorpus,
  type GoldenStep,
  type GoldenSteps,
} from "./support/trajectory";

const golden = openGolden("pipeline");
const root = "pipelines/trajectories";

interface Parse {
  readonly heads: number[];
  readonly deps: string[];
  readonly sent_starts: boolean[];
}
interface Predictions {
  readonly init: Parse[];
  readonly final: Parse[];
  readonly scores: Record<string, unknown>;
}

describe.each(["parser", "parser_cut"])("%s", (name) => {
  const folder = `${root}/${name}`;
  golden.skipUnless(`${folder}/steps.json`, () => {
    const steps = golden.json<GoldenSteps>(`${folder}/steps.json`);
    const predictions = golden.json<Predictions>(`${folder}/predictions.json`);
    const open = async () => {
      const nlp = await loadGolden(dirname(golden.file(`${folder}/init/config.cfg`)!));
      nlp.getPipe<DependencyParser>("parser").model.attrs.set("hidden_mask", null);
      return { nlp, examples: makeGoldenExamples(nlp, readCorpus(golden), steps.options) };
    };

    golden.case(`${folder}#init`, async () => {
      const { nlp } = await open();
      expect(await parses(nlp)).toEqual(predictions.init);
    });

    golden.case(`${folder}#gradients`, async () => {
      const { nlp, examples } = await open();
      replayDraws(nlp, steps.steps[0]);
      await nlp.update(
        steps.steps[0].batch.map((index) => examples[index]),
        { optimizer: false },
      );
      expectGradients(nlp.getPipe("parser"), golden.bytes(`${folder}/grads_step0/parser.grads.bin`), 1e-4);
    });

    golden.case(`${folder}#steps`, async () => {
      const { nlp, examples } = await open();
      const optimizer = nlp.createOptimizer();
      for (const [index, step] of steps.steps.entries()) {
        replayDraws(nlp, step);
        const batch = step.batch.map((doc) => examples[doc]);
        const losses = await nlp.update(batch, { optimizer });
        const relative = index < steps.noise.strict_steps ? 1e-4 : 0.05;
        expectNear([losses.parser], [step.losses.parser], {
          absolute: 1e-6,
          relative,
          name: `loss of step ${index}`,
        });
      }
      const { model } = nlp.getPipe<DependencyParser>("parser");
      const expected = model.copy().fromBytes(golden.bytes(`${folder}/final/parser.model.bin`));
      const absolute = Math.max(1e-4, 10 * steps.noise.weight_abs_max);
      compareModels(model, expected, (parameter, found, gold) =>
        expectNear(found, gold, { absolute, name: parameter }),
      );
      expect(steps.noise.predictions_changed).toBe(0);
      expect(await parses(nlp)).toEqual(predictions.final);
      const found = await nlp.evaluate(examples);
      expectScores(found, predictions.scores);
    });
  });
});

/** Scores, also those by label. */
function expectScores(found: Record<string, unknown>, expected: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(expected))
    if (typeof value === "number") expect(found[key], key).toBeCloseTo(value, 6);
    else if (value !== null)
      expectScores(found[key] as Record<string, unknown>, value as Record<string, unknown>);
}

async function parses(nlp: Language): Promise<Parse[]> {
  const found: Parse[] = [];
  for (const { predicted } of makeGoldenExamples(nlp, readCorpus(golden))) {
    const doc = await nlp(predicted);
    found.push({
      heads: [...doc.heads!],
      deps: doc.deps!,
      sent_starts: Array.from(doc.sentStarts!, (start) => start === 1),
    });
  }
  return found;
}

/** Hands the recorded draws to the component: where docs are cut. */
function replayDraws(nlp: Language, { uniform = [] }: GoldenStep): void {
  const draws = [...uniform];
  nlp.getPipe<DependencyParser>("parser").drawUniform = () => draws.shift()!;
}
