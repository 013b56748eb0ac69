import { dirname } from "node:path";
import type { Doc } from "@x/core";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import type { DependencyParser } from "../src";
import { EntityRecognizer, type Language } from "../src";
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

interface Annotation {
  readonly ents?: [start: number, end: number, label: string][];
  readonly heads?: number[];
  readonly deps?: string[];
}
interface Predictions {
  readonly init: Annotation[];
  readonly final: Annotation[];
  readonly scores: Record<string, unknown>;
}
interface StoredBeam {
  readonly scores: number[];
  readonly probs: number[];
  readonly ents?: [start: number, end: number, label: string, score: number][];
  readonly heads?: [token: number, head: number, score: number][];
  readonly labels?: [token: number, label: string, score: number][];
}

describe.each(["beam_ner", "beam_parser"])("%s", (name) => {
  const folder = `${root}/${name}`;
  golden.skipUnless(`${folder}/steps.json`, () => {
    const steps = golden.json<GoldenSteps>(`${folder}/steps.json`);
    const predictions = golden.json<Predictions>(`${folder}/predictions.json`);
    const open = async () => {
      const nlp = await loadGolden(dirname(golden.file(`${folder}/init/config.cfg`)!));
      pipeOf(nlp).model.attrs.set("hidden_mask", null);
      return { nlp, examples: makeGoldenExamples(nlp, readCorpus(golden, folder), steps.options) };
    };
    const pipeOf = (nlp: Language) => nlp.getPipe<EntityRecognizer | DependencyParser>(name);
    const annotate = async (nlp: Language) => {
      const found: Annotation[] = [];
      for (const { predicted } of makeGoldenExamples(nlp, readCorpus(golden, folder)))
        found.push(annotationOf(await nlp(predicted), name));
      return found;
    };
    const expected = (annotations: readonly Annotation[]) =>
      annotations.map(({ ents, heads, deps }) => (name === "beam_ner" ? { ents } : { heads, deps }));

    /** Where rounding leads spaCy away from its recording, in some runs. */
    const otherRuns = () => {
      if (golden.differs(`${folder}#steps`) === undefined) return [];
      const run = golden.json<Predictions & { losses: number[] }>(`${folder}/run-other-rounding.json`);
      return [{ ...run, weights: `${folder}/run-other-rounding.model.bin` }];
    };

    golden.case(`${folder}#init`, async () => {
      const { nlp } = await open();
      expect(await annotate(nlp)).toEqual(expected(predictions.init));
    });

    golden.case(`${folder}#gradients`, async () => {
      const { nlp, examples } = await open();
      await nlp.update(
        steps.steps[0].batch.map((index) => examples[index]),
        { optimizer: false },
      );
      expectGradients(pipeOf(nlp), golden.bytes(`${folder}/grads_step0/${name}.grads.bin`), 1e-4);
    });

    golden.case(`${folder}#steps`, async () => {
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
          )[name],
        );
      const recording = {
        losses: steps.steps.map((step) => step.losses[name]),
        ...predictions,
        weights: `${folder}/final/${name}.model.bin`,
      };
      const run = runOnThisSide(losses, [recording, ...otherRuns()]);
      for (const [index, loss] of losses.entries())
        expectNear([loss], [run.losses[index]], {
          absolute: 1e-6,
          relative: index < steps.noise.strict_steps ? 1e-4 : 0.05,
          name: `loss of step ${index}`,
        });
      const { model } = pipeOf(nlp);
      const absolute = Math.max(1e-4, 10 * steps.noise.weight_abs_max);
      compareModels(model, model.copy().fromBytes(golden.bytes(run.weights)), (parameter, found, gold) =>
        expectNear(found, gold, { absolute, name: parameter }),
      );
      expect(await annotate(nlp)).toEqual(expected(run.final));
      const found = await nlp.evaluate(examples);
      for (const [key, score] of Object.entries(run.scores))
        if (typeof score === "number") expect(found[key], key).toBeCloseTo(score, 6);
    });

    golden.case(`${folder}#beams`, async () => {
      const { nlp } = await open();
      const pipe = pipeOf(nlp);
      pipe.model.fromBytes(golden.bytes(`${folder}/final/${name}.model.bin`));
      const docs = makeGoldenExamples(nlp, readCorpus(golden, folder)).map(({ predicted }) => predicted);
      const stored = golden.json<StoredBeam[]>(`${folder}/beams.json`);
      const near = (found: number[], gold: number[], what: string) =>
        expectNear(found, gold, { absolute: 1e-4, relative: 1e-5, name: what });
      for (const [index, beam] of stored.entries()) {
        const found =
          pipe instanceof EntityRecognizer
            ? await entities(pipe, docs[index])
            : await arcs(pipe, docs[index]);
        expect(found.names, `doc ${index}`).toEqual(namesOf(beam));
        near(found.scores, beam.scores, `scores of doc ${index}`);
        near(found.probabilities, beam.probs, `probabilities of doc ${index}`);
        near(found.numbers, numbersOf(beam), `marginals of doc ${index}`);
      }
    });
  });
});

function annotationOf(doc: Doc, name: string): Annotation {
  if (name === "beam_ner") return { ents: doc.ents.map(({ start, end, label }) => [start, end, label]) };
  return { heads: [...doc.heads!], deps: doc.deps };
}

async function entities(pipe: EntityRecognizer, doc: Doc) {
  const beams = await pipe.parseBeams([doc]);
  const [found] = pipe.scoredEnts(beams);
  return {
    names: found.map(({ start, end, label }) => `${start} ${end} ${label}`),
    numbers: found.map(({ score }) => score),
    scores: beams[0].candidates.map(({ score }) => score),
    probabilities: beams[0].probabilities,
  };
}

async function arcs(pipe: DependencyParser, doc: Doc) {
  const beams = await pipe.parseBeams([doc]);
  const [{ heads, labels }] = pipe.scoredParses(beams);
  const rows = [
    ...heads.map(({ token, head, score }): [string, number] => [`${token} ${head}`, score]),
    ...labels.map(({ token, label, score }): [string, number] => [`${token} ${label}`, score]),
  ].sort(byName);
  return {
    names: rows.map(([row]) => row),
    numbers: rows.map(([, score]) => score),
    scores: beams[0].candidates.map(({ score }) => score),
    probabilities: beams[0].probabilities,
  };
}

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]) =>
  a < b ? -1 : a > b ? 1 : 0;

function rowsOf({ ents, heads = [], labels = [] }: StoredBeam): [string, number][] {
  if (ents !== undefined)
    return ents.map(([start, end, label, score]) => [`${start} ${end} ${label}`, score]);
  return [...heads, ...labels]
    .map(([token, what, score]): [string, number] => [`${token} ${what}`, score])
    .sort(byName);
}

const namesOf = (beam: StoredBeam) => rowsOf(beam).map(([name]) => name);
const numbersOf = (beam: StoredBeam) => rowsOf(beam).map(([, score]) => score);
