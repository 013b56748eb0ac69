import type { Example } from "@x/core";
import type { Optimizer } from "@x/nn";
import { expect, test } from "vitest";
import type { Language } from "@x/pipeline";
import { batchBySequence } from "../batchers/batch-by-sequence";
import { trainBatches } from "./batches";
import { trainWhileImproving, type ImproveOptions, type Step } from "./improve";

const example = (length: number) => ({ predicted: { length }, length }) as unknown as Example;
const examples = [1, 2, 3, 4].map(example);

interface Run {
  readonly maxEpochs?: number;
  readonly scores?: number[];
  readonly options?: Partial<ImproveOptions>;
}

/** A training in which nothing is computed: what happens when, and when it ends. */
async function run({ maxEpochs = 0, scores = [], options = {} }: Run) {
  const log: string[] = [];
  const nlp = {
    update: async (part: Example[], { drop, losses }: { drop: number; losses: Record<string, number> }) => {
      log.push(`update ${part.map(({ length }) => length).join()} ${drop}`);
      losses.tagger = (losses.tagger ?? 0) + 1;
    },
    finishUpdate: async () => void log.push("finish"),
    useParams: (_: unknown, work: () => Promise<unknown>) => work(),
  } as unknown as Language;
  const steps: Step[] = [];
  const remaining = [...scores];
  let seconds = 0;
  for await (const step of trainWhileImproving(nlp, {
    optimizer: {
      averages: undefined,
      stepSchedules: () => log.push("schedules"),
      observe: () => undefined,
    } as unknown as Optimizer,
    batches: trainBatches(nlp, () => examples, {
      batcher: batchBySequence({ size: 2 }),
      maxEpochs,
      corpusName: "corpora.train",
      shuffle: () => undefined,
    }),
    evaluate: async () => ({ score: remaining.shift() ?? 0, otherScores: {} }),
    dropout: () => 0.1,
    accumulateGradient: 1,
    patience: 0,
    maxSteps: 0,
    evalFrequency: 2,
    frozen: [],
    annotating: [],
    clock: () => (seconds += 0.5),
    ...options,
  }))
    steps.push(step);
  return { log, steps };
}
const stepsOf = ({ steps }: { steps: Step[] }) => steps.map(({ info }) => info.step);

test("a step is cut, updated, applied once; losses are those since the last evaluation", async () => {
  const result = await run({ options: { maxSteps: 1, accumulateGradient: 2 } });
  expect(result.log.slice(0, 4)).toEqual(["update 1 0.1", "update 2 0.1", "finish", "schedules"]);
  expect(stepsOf(result)).toEqual([0, 1]);
  const [first, second] = result.steps.map(({ info, isBest }) => ({ ...info, isBest }));
  expect(first).toMatchObject({ epoch: 0, losses: { tagger: 2 }, score: 0, isBest: true, words: 3 });
  expect(second).toMatchObject({ losses: { tagger: 2 }, score: undefined, isBest: undefined, words: 10 });
});

test("the epochs are counted, and end the training", async () => {
  const result = await run({ maxEpochs: 2 });
  expect(result.steps.map(({ info }) => info.epoch)).toEqual([0, 0, 1, 1]);
});

test("a streamed corpus goes on until the last step", async () => {
  expect(stepsOf(await run({ maxEpochs: -1, options: { maxSteps: 5 } }))).toEqual([0, 1, 2, 3, 4, 5]);
});

test("it ends when the best score is as many steps ago as the patience; an equal score is no improvement", async () => {
  const result = await run({ scores: [0.1, 0.5, 0.5, 0.4], options: { patience: 4, maxSteps: 50 } });
  expect(stepsOf(result).at(-1)).toBe(6);
  expect(result.steps.filter(({ isBest }) => isBest).map(({ info }) => info.step)).toEqual([0, 2, 4]);
});

test("the callback sees every step before its update", async () => {
  const seen: object[] = [];
  await run({ options: { maxSteps: 2, beforeUpdate: (_, state) => seen.push(state) } });
  expect(seen).toEqual([
    { step: 0, epoch: 0 },
    { step: 1, epoch: 0 },
    { step: 2, epoch: 1 },
  ]);
});

test("an empty corpus is refused, also a streamed one", async () => {
  const options = { batcher: batchBySequence({ size: 2 }), corpusName: "c", shuffle: () => undefined };
  for (const maxEpochs of [0, -1])
    expect(() => [...trainBatches({} as Language, () => [], { ...options, maxEpochs })]).toThrow(/P200/);
});
