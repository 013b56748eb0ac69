import { dirname } from "node:path";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import type { EntityRecognizer, Language } from "../src";
import type { HiddenMask } from "../src/components";
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

interface Mask {
  readonly shape: [number, number];
  readonly bits: string;
}
type NerStep = GoldenStep & { readonly masks?: Mask[] };
interface Predictions {
  readonly init: { ents: [number, number, string][] }[];
  readonly final: { ents: [number, number, string][] }[];
  readonly scores: Record<string, unknown>;
}

const names = ["ner", "ner_cut", "ner_hidden_dropout", "ner_legacy_v1", "ner_no_upper"];

describe.each(names)("%s", (name) => {
  const folder = `${root}/${name}`;
  golden.skipUnless(`${folder}/steps.json`, () => {
    const steps = golden.json<GoldenSteps & { steps: NerStep[] }>(`${folder}/steps.json`);
    const predictions = golden.json<Predictions>(`${folder}/predictions.json`);
    const open = async () => {
      const nlp = await loadGolden(dirname(golden.file(`${folder}/init/config.cfg`)!));
      return { nlp, examples: makeGoldenExamples(nlp, readCorpus(golden), steps.options) };
    };

    golden.case(`${folder}#init`, async () => {
      const { nlp } = await open();
      expect(await predictEnts(nlp)).toEqual(predictions.init.map(({ ents }) => ents));
    });

    golden.case(`${folder}#gradients`, async () => {
      const { nlp, examples } = await open();
      replayDraws(nlp, steps.steps[0]);
      await nlp.update(
        steps.steps[0].batch.map((index) => examples[index]),
        { optimizer: false },
      );
      expectGradients(nlp.getPipe("ner"), golden.bytes(`${folder}/grads_step0/ner.grads.bin`), 1e-4);
    });

    golden.case(`${folder}#steps`, async () => {
      const { nlp, examples } = await open();
      const optimizer = nlp.createOptimizer();
      for (const [index, step] of steps.steps.entries()) {
        replayDraws(nlp, step);
        const batch = step.batch.map((doc) => examples[doc]);
        const losses = await nlp.update(batch, { optimizer });
        const relative = index < steps.noise.strict_steps ? 1e-4 : 0.05;
        expectNear([losses.ner], [step.losses.ner], {
          absolute: 1e-6,
          relative,
          name: `loss of step ${index}`,
        });
      }
      const { model } = nlp.getPipe<EntityRecognizer>("ner");
      const expected = model.copy().fromBytes(golden.bytes(`${folder}/final/ner.model.bin`));
      const absolute = Math.max(1e-4, 10 * steps.noise.weight_abs_max);
      compareModels(model, expected, (parameter, found, gold) =>
        expectNear(found, gold, { absolute, name: parameter }),
      );
      if (steps.noise.predictions_changed > 0) return;
      expect(await predictEnts(nlp)).toEqual(predictions.final.map(({ ents }) => ents));
      const found = await nlp.evaluate(examples);
      for (const [key, score] of Object.entries(predictions.scores))
        if (typeof score === "number") expect(found[key], key).toBeCloseTo(score, 6);
    });
  });
});

async function predictEnts(nlp: Language): Promise<[number, number, string][][]> {
  const found: [number, number, string][][] = [];
  for (const { predicted } of makeGoldenExamples(nlp, readCorpus(golden))) {
    const doc = await nlp(predicted);
    found.push(doc.ents.map(({ start, end, label }) => [start, end, label]));
  }
  return found;
}

/** Hands the recorded draws to the component: where docs are cut, and the masks of the hidden layer (else none). */
function replayDraws(nlp: Language, { uniform = [], masks }: NerStep): void {
  const ner = nlp.getPipe<EntityRecognizer>("ner");
  const draws = [...uniform];
  ner.drawUniform = () => draws.shift()!;
  const queue = [...(masks ?? [])];
  const replay: HiddenMask = (rows, width) => {
    const mask = queue.shift()!;
    expect([rows, width]).toEqual(mask.shape);
    return Float32Array.from(mask.bits, (bit) => (bit === "1" ? 1 / (1 - 0.1) : 0));
  };
  ner.model.attrs.set("hidden_mask", masks === undefined ? () => undefined : replay);
}
