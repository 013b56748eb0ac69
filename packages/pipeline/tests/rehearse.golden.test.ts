import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Doc, Example, Registry } from "@x/core";
import { describe, expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { blank, type Tagger, type TrainablePipe } from "../src";
import {
  expectNear,
  goldenPackages,
  loadGolden,
  makeGoldenExamples,
  type GoldenDoc,
} from "./support/trajectory";

const golden = openGolden("pipeline");
const file = "pipelines/rehearsal.json";

interface Case {
  readonly init: string;
  readonly pipe: string;
  /** Whose layer the component got a copy of. */
  readonly upstream: string | null;
  /** What the weights were multiplied by after training was resumed. */
  readonly scale: number;
  readonly batches: number[][];
  readonly losses: number[];
}

golden.skipUnless(file, () => {
  const root = dirname(golden.file(file)!);
  const corpus = JSON.parse(readFileSync(join(root, "trajectories/corpus.json"), "utf8")) as GoldenDoc[];
  for (const { init, pipe, upstream, scale, batches, losses } of golden.json<Case[]>(file))
    golden.case(`${file}#${pipe}`, async () => {
      const nlp = await loadGolden(join(root, init));
      if (upstream !== null) await nlp.replaceListeners(upstream, pipe, { listeners: ["model.tok2vec"] });
      for (const name of nlp.pipeNames) if (name !== pipe) nlp.removePipe(name);
      const { model } = nlp.getPipe<TrainablePipe>(pipe);
      if (pipe === "ner") model.attrs.set("hidden_mask", null);
      nlp.resumeTraining();
      for (const [, param] of model.allParams()) param.write(param.read().map((weight) => weight * scale));
      const examples = makeGoldenExamples(nlp, corpus);
      const found: number[] = [];
      for (const batch of batches) found.push((await nlp.rehearse(batch.map((i) => examples[i])))[pipe]);
      expectNear(found, losses, { absolute: 1e-7, relative: 1e-4, name: "losses" });
    });
});

describe("rehearse", () => {
  const tok2vec = { "@architectures": "spacy.Tok2VecListener.v1", width: 96 };
  const model = { "@architectures": "spacy.Tagger.v2", tok2vec };
  const make = async () => {
    const nlp = blank("en", { registry: new Registry().use(...goldenPackages) });
    nlp.addPipe("tok2vec");
    nlp.addPipe("tagger", { config: { model } });
    const words = ["a", "b", "c"];
    const example = (tags: string[]) =>
      new Example(new Doc(nlp.vocab, { words }), new Doc(nlp.vocab, { words, tags }));
    const [old, other] = [example(["X", "Y", "Z"]), example(["Z", "X", "Y"])];
    await nlp.initialize(() => [old]);
    for (let step = 0; step < 15; step++) await nlp.update([old]);
    return { nlp, old, other };
  };

  test("brings back what the pipeline said when training was resumed, shared layers included", async () => {
    const { nlp, old, other } = await make();
    const tags = async () => (await nlp(old.predicted.copy())).tags;
    expect(await tags()).toEqual(["X", "Y", "Z"]);
    nlp.resumeTraining();
    for (let step = 0; step < 15; step++) await nlp.update([other]);
    expect(await tags()).toEqual(["Z", "X", "Y"]);
    const unlabelled = new Example(old.predicted.copy(), old.predicted.copy());
    const losses: number[] = [];
    for (let step = 0; step < 40; step++) losses.push((await nlp.rehearse([unlabelled])).tagger);
    expect(losses.at(-1)).toBeLessThan(losses[0] / 10);
    expect(await tags()).toEqual(["X", "Y", "Z"]);
  });

  test("without resumeTraining, for excluded components and empty batches nothing happens", async () => {
    const { nlp, old } = await make();
    const weights = () => nlp.getPipe<Tagger>("tagger").model.toBytes();
    const before = weights();
    expect(await nlp.rehearse([old])).toEqual({});
    nlp.resumeTraining();
    expect(await nlp.rehearse([])).toEqual({});
    expect(await nlp.rehearse([old], { exclude: ["tagger"] })).toEqual({});
    expect(weights()).toEqual(before);
  });
});
