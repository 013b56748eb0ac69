import { dirname } from "node:path";
import type { Doc } from "@x/core";
import { onnxRuntime, referenceRuntime } from "@x/nn";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { type Language, type TrainablePipe } from "../src";
import { runOnThisSide } from "./support/other-runs";
import {
  compareModels,
  expectGradients,
  expectNear,
  loadGolden,
  makeGoldenExamples,
  readCorpus,
  type GoldenSteps,
} from "./support/trajectory";

const golden = openGolden("pipeline");
const root = "pipelines/trajectories";

interface Prediction {
  readonly cats?: Readonly<Record<string, number>>;
  readonly spans?: readonly [start: number, end: number, label: string, score: number][];
}
interface Predictions {
  readonly init: Prediction[];
  readonly final: Prediction[];
  readonly scores: Record<string, unknown>;
}

/** The same training by spaCy where rounding went the other way: on another processor, or from weights moved by their last digit. */
interface OtherRun extends Pick<Predictions, "final" | "scores"> {
  readonly losses: readonly number[];
}

/** Components that annotate whole documents. */
const names = [
  "textcat_bow",
  "textcat_reduce",
  "textcat_cnn",
  "textcat_ensemble",
  "textcat_ensemble_biased",
  "textcat_multilabel_reduce",
  "textcat_multilabel_ensemble",
  "spancat",
  "spancat_singlelabel",
];

/** Files of the other run of spaCy, for cases that the ledger lists as different. */
const otherRuns: Readonly<Record<string, string>> = {
  textcat_ensemble: "run-avx512",
  spancat: "run-other-rounding",
};

const runtimes = [referenceRuntime(), onnxRuntime()];
const runs = runtimes.flatMap((runtime) => names.map((name) => ({ name, runtime })));

describe.each(runs)("$name on $runtime.name", ({ name, runtime }) => {
  const folder = `${root}/${name}`;
  golden.skipUnless(`${folder}/steps.json`, () => {
    const steps = golden.json<GoldenSteps>(`${folder}/steps.json`);
    const [pipe] = steps.pipes;
    const open = async () => {
      const nlp = await loadGolden(dirname(golden.file(`${folder}/init/config.cfg`)!), { runtime });
      return { nlp, examples: makeGoldenExamples(nlp, readCorpus(golden, folder), steps.options) };
    };
    const predictions = () => golden.json<Predictions>(`${folder}/predictions.json`);

    golden.case(`${folder}#init`, async () => {
      const { nlp } = await open();
      await expectAnnotations(nlp, predictions().init, { folder, options: steps.options, tolerance: 1e-5 });
    });

    golden.case(`${folder}#gradients`, async () => {
      const { nlp, examples } = await open();
      await nlp.update(
        steps.steps[0].batch.map((index) => examples[index]),
        { optimizer: false },
      );
      const gradients = golden.bytes(`${folder}/grads_step0/${pipe}.grads.bin`);
      expectGradients(nlp.getPipe<TrainablePipe>(pipe), gradients, 1e-4);
    });

    const stepsId = `${folder}#steps (${runtime.name})`;
    golden.case(stepsId, async () => {
      const { nlp, examples } = await open();
      const optimizer = nlp.createOptimizer();
      const losses: number[] = [];
      for (const step of steps.steps)
        losses.push(
          (
            await nlp.update(
              step.batch.map((doc) => examples[doc]),
              { optimizer },
            )
          )[pipe],
        );
      const recording = {
        losses: steps.steps.map((step) => step.losses[pipe]),
        ...predictions(),
        weights: `${folder}/final/${pipe}.model.bin`,
      };
      // Where rounding takes spaCy away from its own recording, what it gives there is the reference as well.
      const file = golden.differs(stepsId) === undefined ? undefined : otherRuns[name];
      const others =
        file === undefined
          ? []
          : [{ ...golden.json<OtherRun>(`${folder}/${file}.json`), weights: `${folder}/${file}.model.bin` }];
      const run = runOnThisSide(losses, [recording, ...others]);
      for (const [index, loss] of losses.entries())
        expectNear([loss], [run.losses[index]], {
          absolute: 1e-6,
          relative: index < steps.noise.strict_steps ? 1e-4 : 0.05,
          name: `loss in step ${index}`,
        });
      const { model } = nlp.getPipe<TrainablePipe>(pipe);
      const absolute = Math.max(1e-4, 10 * steps.noise.weight_abs_max);
      // The file of the ensemble's other run has no weights: they were not recorded.
      if (run === recording || golden.file(run.weights) !== undefined)
        compareModels(model, model.copy().fromBytes(golden.bytes(run.weights)), (parameter, found, gold) =>
          expectNear(found, gold, { absolute, name: `final ${parameter}` }),
        );
      const { final, scores } = run;
      await expectAnnotations(nlp, final, { folder, options: steps.options, tolerance: 1e-3 });
      const found = await nlp.evaluate(examples);
      for (const [key, score] of Object.entries(scores))
        if (typeof score === "number") expect(found[key], key).toBeCloseTo(score, 6);
    });
  });
});

async function expectAnnotations(
  nlp: Language,
  predictions: readonly Prediction[],
  {
    folder,
    options,
    tolerance,
  }: { readonly folder: string; readonly options: GoldenSteps["options"]; readonly tolerance: number },
): Promise<void> {
  const examples = makeGoldenExamples(nlp, readCorpus(golden, folder), options);
  for (const [index, { cats = {}, spans }] of predictions.entries()) {
    const doc = await nlp(examples[index].predicted);
    if (spans !== undefined) expectSpans(doc, spans, { index, tolerance });
    expect(Object.keys(doc.cats)).toEqual(Object.keys(cats));
    expectNear(Object.values(doc.cats), Object.values(cats), { absolute: tolerance, name: `doc ${index}` });
  }
}

/** The order of spans with one label each is that of their places; scores are stored beside them. */
function expectSpans(
  doc: Doc,
  spans: NonNullable<Prediction["spans"]>,
  { index, tolerance }: { readonly index: number; readonly tolerance: number },
): void {
  const group = doc.spans.get("sc")!;
  expect([...group].map(({ start, end, label }) => [start, end, label])).toEqual(
    spans.map(([start, end, label]) => [start, end, label]),
  );
  const scores = spans.map(([, , , score]) => score);
  expectNear(group.attrs.scores as number[], scores, { absolute: tolerance, name: `spans of ${index}` });
}
