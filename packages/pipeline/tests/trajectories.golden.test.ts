import { dirname } from "node:path";
import { onnxRuntime, referenceRuntime, type Sequences } from "@x/nn";
import { tfjsRuntime } from "@x/tfjs";
import { describe, expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { type EditTreeLemmatizer, type EntityRecognizer, type Language, type TrainablePipe } from "../src";
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

interface Prediction {
  tags?: string[];
  pos?: string[];
  morphs?: string[];
  sent_starts?: boolean[];
  lemmas?: string[];
  ents?: [number, number, string][];
  [name: `${string}_logits`]: Parameters<typeof decodeArray>[0];
}
interface Predictions {
  init: Prediction[];
  final: Prediction[];
  scores: Record<string, number | null>;
}

const names = [
  "tagger",
  "tagger_smoothing_averages",
  "tagger_ner_shared",
  "tagger_ner_shared_loop",
  "tagger_ner_spacy_tokens",
  "tagger_ner_missing",
  "senter",
  "morphologizer",
  "trainable_lemmatizer",
  "tagger_bilstm",
];

const runtimes = [onnxRuntime(), referenceRuntime(), tfjsRuntime({ backend: "wasm" })];
const runs = runtimes.flatMap((runtime) => names.map((name) => ({ name, runtime })));

describe.each(runs)("$name on $runtime.name", ({ name, runtime }) => {
  const folder = `${root}/${name}`;
  golden.skipUnless(`${folder}/steps.json`, () => {
    const steps = golden.json<GoldenSteps>(`${folder}/steps.json`);
    const open = async () => {
      const nlp = await loadGolden(dirname(golden.file(`${folder}/init/config.cfg`)!), { runtime });
      if (nlp.hasPipe("ner")) nlp.getPipe<EntityRecognizer>("ner").model.attrs.set("hidden_mask", null);
      return { nlp, examples: makeGoldenExamples(nlp, readCorpus(golden, folder), steps.options) };
    };
    const replayDraws = (nlp: Language, { uniform = [] }: GoldenStep) => {
      const draws = [...uniform];
      if (nlp.hasPipe("ner")) nlp.getPipe<EntityRecognizer>("ner").drawUniform = () => draws.shift()!;
    };

    const expectWeights = (nlp: Language, files: string) => {
      const absolute = Math.max(1e-4, 10 * steps.noise.weight_abs_max);
      for (const pipe of steps.pipes) {
        const { model } = nlp.getPipe<TrainablePipe>(pipe);
        const expected = model.copy().fromBytes(golden.bytes(`${folder}/${files}/${pipe}.model.bin`));
        compareModels(model, expected, (parameter, found, gold) =>
          expectNear(found, gold, { absolute, name: `${files} ${pipe} ${parameter}` }),
        );
      }
    };

    golden.case(`${folder}#init`, async () => {
      const { nlp } = await open();
      const { init } = golden.json<Predictions>(`${folder}/predictions.json`);
      await expectPredictions(nlp, init, { ...steps, folder, tolerance: 1e-4 });
    });

    golden.case(`${folder}#gradients`, async () => {
      const { nlp, examples } = await open();
      const batch = steps.steps[0].batch.map((index) => examples[index]);
      replayDraws(nlp, steps.steps[0]);
      await nlp.update(batch, { optimizer: false });
      for (const pipe of steps.pipes)
        expectGradients(
          nlp.getPipe<TrainablePipe>(pipe),
          golden.bytes(`${folder}/grads_step0/${pipe}.grads.bin`),
          1e-4,
        );
    });

    golden.case(`${folder}#steps`, async () => {
      const { nlp, examples } = await open();
      const optimizer = nlp.createOptimizer();
      // spaCy's second call misses the shared layer's first gradient, so that only the first one can be compared.
      const late = golden.differs(`${folder}#steps`) !== undefined;
      for (const [index, step] of steps.steps.entries()) {
        replayDraws(nlp, step);
        expect(optimizer.learnRate).toBeCloseTo(step.learn_rate, 8);
        const losses = await nlp.update(
          step.batch.map((doc) => examples[doc]),
          { optimizer },
        );
        if (steps.mode === "train_loop") optimizer.stepSchedules();
        const relative = index < steps.noise.strict_steps ? 1e-4 : 0.05;
        for (const [pipe, loss] of Object.entries(step.losses))
          expectNear([losses[pipe]], [loss], {
            absolute: 1e-6,
            relative,
            name: `loss of ${pipe} in step ${index}`,
          });
        if (late) return;
      }
      expectWeights(nlp, "final");
      if (nlp.hasPipe("trainable_lemmatizer")) {
        const { trees } = nlp.getPipe<EditTreeLemmatizer>("trainable_lemmatizer");
        expect(trees.toBytes()).toEqual(golden.bytes(`${folder}/final/trainable_lemmatizer.trees.bin`));
      }
      if (golden.file(`${folder}/final_averages/${steps.pipes[0]}.model.bin`) !== undefined)
        await nlp.useParams(optimizer.averages, async () => expectWeights(nlp, "final_averages"));
      const { final, scores } = golden.json<Predictions>(`${folder}/predictions.json`);
      if (steps.noise.predictions_changed === 0) {
        await expectPredictions(nlp, final, { ...steps, folder, tolerance: 1e-2 });
        const found = await nlp.evaluate(examples);
        for (const [key, score] of Object.entries(scores))
          if (typeof score === "number") expect(found[key], key).toBeCloseTo(score, 6);
      }
    });
  });
});

async function expectPredictions(
  nlp: Language,
  predictions: Prediction[],
  {
    folder,
    options,
    tolerance,
  }: { readonly folder: string; readonly options: GoldenSteps["options"]; readonly tolerance: number },
): Promise<void> {
  const examples = makeGoldenExamples(nlp, readCorpus(golden, folder), options);
  for (const [index, prediction] of predictions.entries()) {
    const doc = await nlp(examples[index].predicted);
    if (prediction.tags !== undefined) expect(doc.tags).toEqual(prediction.tags);
    if (prediction.pos !== undefined) expect(doc.pos).toEqual(prediction.pos);
    if (prediction.morphs !== undefined)
      expect([...doc].map(({ morph }) => morph)).toEqual(prediction.morphs);
    if (prediction.lemmas !== undefined) expect(doc.lemmas).toEqual(prediction.lemmas);
    if (prediction.sent_starts !== undefined)
      expect([...doc].map(({ isSentStart }) => isSentStart)).toEqual(prediction.sent_starts);
    if (prediction.ents !== undefined)
      expect(doc.ents.map(({ start, end, label }) => [start, end, label])).toEqual(prediction.ents);
    for (const pipe of nlp.pipeNames) {
      const encoded = prediction[`${pipe}_logits`];
      if (encoded === undefined) continue;
      const logits = (await nlp.getPipe<TrainablePipe>(pipe).model.predict([doc])) as Sequences;
      expectNear(logits.data.data as Float32Array, decodeArray(encoded).data as Float32Array, {
        absolute: tolerance,
        relative: tolerance,
        name: `${pipe} logits of ${index}`,
      });
    }
  }
}
