import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Doc, Example, Registry, type Vocab } from "@x/core";
import { registrations as nn, type Model } from "@x/nn";
import type { Runtime } from "@x/nn/runtime";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations as train } from "@x/train";
import { expect } from "vitest";
import type { Golden } from "../../../../tools/testing/golden";
import { load, registrations as pipeline, type Language, type TrainablePipe } from "../../src";

/** A document of `trajectories/corpus.json`. */
export interface GoldenDoc {
  readonly words: string[];
  readonly spaces: boolean[];
  readonly tags: string[];
  readonly pos: string[];
  readonly morphs: string[];
  readonly heads: number[];
  readonly deps: string[];
  readonly lemmas?: string[];
  readonly sent_starts: number[];
  readonly ents: [start: number, end: number, label: string][];
  readonly cats: Record<string, number>;
  readonly multi_cats: Record<string, number>;
  readonly spans: Readonly<Record<string, [start: number, end: number, label: string][]>>;
}

export interface GoldenStep {
  readonly batch: number[];
  readonly losses: Record<string, number>;
  readonly learn_rate: number;
  /** What the oracle cuts drew. */
  readonly uniform?: number[];
}

export interface GoldenSteps {
  readonly pipes: string[];
  readonly options: { readonly tokens?: string; readonly missing?: boolean; readonly cats?: "multi_cats" };
  readonly mode: "nlp.update" | "train_loop";
  readonly noise: {
    readonly strict_steps: number;
    readonly weight_abs_max: number;
    readonly predictions_changed: number;
  };
  readonly steps: GoldenStep[];
}

export const goldenPackages = [nn, pipeline, train, tok2vec];

/** @param options `runtime`: default: the default one */
export function loadGolden(
  folder: string,
  { runtime }: { readonly runtime?: Runtime } = {},
): Promise<Language> {
  return load(folder, { registry: new Registry(), packages: goldenPackages, runtime });
}

/** Examples as the fixture's script makes them. */
export function makeGoldenExamples(
  nlp: Language,
  corpus: readonly GoldenDoc[],
  { tokens = "gold", missing = false, cats = "cats" as "multi_cats" }: GoldenSteps["options"] = {},
): Example[] {
  return corpus.map((gold, index) => {
    const reference = referenceOf(nlp.vocab, gold);
    reference.cats = { ...gold[cats] };
    for (const [key, spans] of Object.entries(gold.spans ?? {}))
      reference.spans.set(
        key,
        spans.map(([start, end, label]) => reference.span(start, end, { label })),
      );
    if (missing) blankOut(reference, index);
    const { words, spaces } = gold;
    const predicted = tokens === "gold" ? new Doc(nlp.vocab, { words, spaces }) : nlp.makeDoc(reference.text);
    return new Example(predicted, reference);
  });
}

function referenceOf(vocab: Vocab, gold: GoldenDoc): Doc {
  const { words, spaces, tags, pos, morphs, heads, deps, lemmas } = gold;
  const doc = new Doc(vocab, { words, spaces, tags, pos, morphs, heads, deps, lemmas });
  doc.setEnts(gold.ents.map(([start, end, label]) => doc.span(start, end, { label })));
  return doc;
}

/** Hides annotation: the first half of the entities of even docs, every third tag. */
function blankOut(doc: Doc, index: number): void {
  const iob = doc.entIob!;
  if (index % 2 === 0) {
    let half = Math.floor(doc.length / 2);
    while (half < doc.length && iob[half] === 1) half += 1;
    for (let i = 0; i < half; i++) {
      iob[i] = 0;
      doc.column("entTypes")[i] = "";
    }
  }
  doc.tags = doc.tags!.map((tag, i) => (i % 3 === 2 ? "" : tag));
}

/** Compares each parameter of two models, `read` says which numbers of the first one. */
export function compareModels(
  found: Model,
  expected: Model,
  check: (name: string, found: Float32Array, expected: Float32Array) => void,
): void {
  const theirs = [...expected.walk()];
  [...found.walk()].forEach((node, index) => {
    for (const [name, param] of node.params)
      if (param !== null)
        check(`${index} ${node.name}.${name}`, param.data, theirs[index].getParam(name).data);
    for (const [i, shim] of node.shims.entries())
      for (const [name, { data }] of shim.params)
        check(`${index} ${node.name}.${name}`, data, theirs[index].shims[i].params.get(name)!.data);
  });
}

/** Compares the accumulated gradients with a file that holds gradients in the place of parameters. */
export function expectGradients(pipe: TrainablePipe, bytes: Uint8Array, tolerance: number): void {
  const expected = pipe.model.copy().fromBytes(bytes);
  const theirs = [...expected.walk()];
  [...pipe.model.walk()].forEach((node, index) => {
    for (const [name, param] of node.params) {
      if (param === null) continue;
      const gold = theirs[index].getParam(name).data;
      expectNear(param.grad ?? new Float32Array(gold.length), gold, {
        absolute: tolerance * largest(gold),
        name: `${pipe.name} ${index} ${node.name}.${name}`,
      });
    }
  });
}

export function expectNear(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  {
    absolute,
    relative = 0,
    name,
  }: { readonly absolute: number; readonly relative?: number; readonly name: string },
): void {
  expect(found.length, name).toBe(expected.length);
  let worst = 0;
  let where = 0;
  for (let i = 0; i < found.length; i++) {
    const excess = Math.abs(found[i] - expected[i]) - relative * Math.abs(expected[i]);
    if (!(excess <= worst)) {
      worst = excess;
      where = i;
    }
  }
  expect(worst, `${name}[${where}]: ${found[where]} against ${expected[where]}`).toBeLessThanOrEqual(
    absolute,
  );
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** The documents of a trajectory: they lie beside its folder, in the root that the folder comes from. */
export function readCorpus(golden: Golden, trajectory?: string): GoldenDoc[] {
  if (trajectory === undefined) return golden.json("pipelines/trajectories/corpus.json");
  const folder = dirname(golden.file(`${trajectory}/steps.json`)!);
  return JSON.parse(readFileSync(join(dirname(folder), "corpus.json"), "utf8"));
}
