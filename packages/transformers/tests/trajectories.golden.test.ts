import type { Example } from "@x/core";
import { adam, onnxRuntime, referenceRuntime, warmupLinear, type Optimizer, type Sequences } from "@x/nn";
import type { Language, TrainablePipe } from "@x/pipeline";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { trfData } from "../src";
import { numbersIn } from "./support/expect-near";
import {
  buildTrajectory,
  makeDoc,
  shimIn,
  type CorpusRecord,
  type PredictionCase,
  type TrajectoryFile,
} from "./support/trajectory";

const golden = openGolden("transformers");
const root = "transformers/pipeline";
const names = [
  "tagger_ner",
  "tagger_ner_small_batches",
  "tagger_ner_warmup",
  "tagger_ner_factors",
  "tagger_ner_accumulate2",
  "tagger_ner_upper",
  "tagger_ner_frozen",
  "tagger_ner_nlp_update",
  "tagger_only",
  "tagger_tok2vec_transformer",
];
const everywhere = names.flatMap((name) => ["bert", "roberta"].map((checkpoint) => ({ checkpoint, name })));
const runs = [
  ...everywhere.map((run) => ({ ...run, runtime: onnxRuntime() })),
  // Plain loops are slow: two of them.
  { checkpoint: "bert", name: "tagger_ner_small_batches", runtime: referenceRuntime() },
  { checkpoint: "roberta", name: "tagger_ner_factors", runtime: referenceRuntime() },
];

/** The README's tolerance of a step. */
const tolerance = (step: number) => (step <= 5 ? 1e-4 : step <= 10 ? 1e-3 : 5e-3);

describe.each(runs)("$checkpoint $name on $runtime.name", ({ runtime, checkpoint, name }) => {
  const id = `${root}/${checkpoint}/train_${name}.json`;
  golden.skipUnless(id, () => {
    const file = golden.json<TrajectoryFile>(id);
    const { variant } = file;
    const corpus = golden.json<{ train: CorpusRecord[]; test: CorpusRecord[] }>(
      `${root}/${checkpoint}/corpus.json`,
    );
    const { gradient_truly_zero: noise = [] } = golden.json<{
      float64: { gradient_truly_zero?: string[] };
    }>(`transformers/checkpoints/${checkpoint}/expected.json`).float64;

    golden.case(id, async () => {
      const { nlp, examples } = await buildTrajectory(golden, { file, records: corpus.train, runtime });
      for (const [pipe, labels] of Object.entries(file.labels))
        expect(nlp.getPipe(pipe).labels, pipe).toEqual(labels);
      const before = new Map([...shimIn(nlp).params].map(([key, param]) => [key, param.read()]));
      const optimizer = optimizerOf(variant);
      const late = golden.differs(id) !== undefined;
      for (const step of file.steps) {
        expect(optimizer.learnRate).toBeCloseTo(step.learn_rate, 8);
        const losses = await trainStep(
          nlp,
          step.examples.map((i) => examples[i]),
          { optimizer, variant },
        );
        const allowed = tolerance(step.step);
        for (const [pipe, loss] of Object.entries(step.losses))
          expect(
            Math.abs(losses[pipe] - loss),
            `${pipe} in step ${step.step}: ${losses[pipe]}, ${loss}`,
          ).toBeLessThanOrEqual(allowed * Math.max(loss, 1e-6));
        // spaCy's second call misses the shared layer's first gradient, so that only the first one can be compared.
        if (late) return;
        for (const [key, length] of Object.entries(step.parameter_l2 ?? {})) {
          if (noise.includes(key)) continue;
          const { data } = shimIn(nlp).params.get(key)!;
          const own = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
          expect(Math.abs(own - length), `${key} in step ${step.step}`).toBeLessThanOrEqual(allowed * length);
        }
      }
      const changed = [...shimIn(nlp).params].filter(([key, { data }]) =>
        data.some((value, i) => value !== before.get(key)![i]),
      );
      const unchanged = [...shimIn(nlp).params.keys()].filter(
        (key) => !changed.some(([other]) => other === key),
      );
      expect(unchanged.sort()).toEqual(
        [...file.unchanged_parameters].filter((key) => before.has(key)).sort(),
      );
      await expectPredictions(nlp, corpus.train, file.final.train);
      await expectPredictions(nlp, corpus.test, file.final.test);
    });
  });
});

function optimizerOf(variant: TrajectoryFile["variant"]): Optimizer {
  const { learn_rate: rate, ...rest } = variant.optimizer;
  if (typeof rate === "number") return adam({ ...rest, learn_rate: rate });
  const { initial_rate, warmup_steps, total_steps } = rate as Record<string, number>;
  return adam({
    ...rest,
    learn_rate: warmupLinear({ initial_rate, warmup_steps, total_steps }),
  });
}

async function trainStep(
  nlp: Language,
  batch: Example[],
  { optimizer, variant }: { readonly optimizer: Optimizer; readonly variant: TrajectoryFile["variant"] },
): Promise<Record<string, number>> {
  const losses: Record<string, number> = {};
  const { exclude, annotates, accumulate_gradient: parts, loop } = variant;
  if (loop === "nlp.update") await nlp.update(batch, { losses, optimizer });
  else {
    const size = Math.ceil(batch.length / parts);
    for (let start = 0; start < batch.length; start += size)
      await nlp.update(batch.slice(start, start + size), { losses, optimizer: false, exclude, annotates });
    await nlp.finishUpdate(optimizer, { exclude });
  }
  optimizer.stepSchedules();
  return losses;
}

async function expectPredictions(
  nlp: Language,
  records: readonly CorpusRecord[],
  predictions: readonly PredictionCase[],
): Promise<void> {
  for (const [i, wanted] of predictions.entries()) {
    const doc = await nlp(makeDoc(nlp, records[i]));
    expect(doc.ents.map(({ start, end, label }) => [start, end, label])).toEqual(wanted.ents);
    if (wanted.tags !== undefined) expect(doc.tags).toEqual(wanted.tags);
    if (wanted.tag_scores !== undefined) {
      const scores = (await nlp.getPipe<TrainablePipe>("tagger").model.predict([doc])) as Sequences;
      const gold = numbersIn(wanted.tag_scores);
      const worst = (scores.data.data as Float32Array).reduce(
        (most, value, at) => Math.max(most, Math.abs(value - gold[at])),
        0,
      );
      expect(worst, `tag scores of ${i}`).toBeLessThanOrEqual(0.05);
    }
    if (wanted.last_hidden_state !== undefined)
      expect(trfData(doc)!.modelOutput.lastHiddenState!.shape).toEqual(wanted.last_hidden_state.shape);
  }
}
