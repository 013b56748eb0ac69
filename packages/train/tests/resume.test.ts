import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DocBin, parseConfig, Registry } from "@x/core";
import { packMsgpack } from "@x/core/spi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blank, type Language } from "@x/pipeline";
import { initNlp, train } from "../src";
import { testConfig } from "../../pipeline/tests/support/configs";
import { sentenceFile } from "../../pipeline/tests/support/sentences";
import { goldenPackages } from "../../pipeline/tests/support/trajectory";

let folder: string;
let registry: Registry;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "x-resume-"));
  registry = new Registry().use(...goldenPackages);
  writeFileSync(join(folder, "train.spacy"), sentenceFile(blank("en", { registry }).vocab));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whatever keeps a state: schedules, averages, parts of batches, masks. */
async function init(pipeline: string[], file = "train.spacy", change?: (text: string) => string) {
  const text = `${testConfig({
    train: JSON.stringify(join(folder, file)),
    pipeline,
    training: "accumulate_gradient = 2",
  })
    .replace("max_steps = 60", "max_steps = 24")
    .replace("eval_frequency = 20", "eval_frequency = 5")
    .replace("learn_rate = 0.01", "")}
use_averages = true

[training.optimizer.learn_rate]
@schedules = "warmup_linear.v1"
initial_rate = 0.01
warmup_steps = 10
total_steps = 30

[training.batcher]
@batchers = "spacy.batch_by_words.v1"

[training.batcher.size]
@schedules = "compounding.v1"
start = 20
stop = 60
compound = 1.05
`;
  return initNlp(parseConfig(change?.(text) ?? text, { interpolate: false }), { registry });
}

/** Trains to the end, or until `stopAt`; gives what would be on disk. */
async function run(nlp: Language, options: { stopAt?: number; cut?: number; resume?: Uint8Array } = {}) {
  const files = new Map<string, Uint8Array>();
  const states: Uint8Array[] = [];
  const interrupt = new AbortController();
  let time = 0;
  const evaluate = nlp.evaluate.bind(nlp);
  let evaluations = 0;
  nlp.evaluate = async (...given) => {
    if (++evaluations === options.cut) interrupt.abort();
    return await evaluate(...given);
  };
  const result = await train(nlp, {
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    clock: () => time++,
    signal: interrupt.signal,
    resume: options.resume,
    onStep: ({ step }) => step === options.stopAt && interrupt.abort(),
    save: async (stored, names) => {
      for (const name of names) files.set(name, await stored.toBytes());
      return "out";
    },
    saveState: async (state) => void states.push(state),
  });
  return { files, states, result };
}

test.each([[["tok2vec", "tagger"]], [["tok2vec", "tagger", "ner"]]])(
  "%s: a training that was cut anywhere ends with the same bytes",
  async (pipeline) => {
    const whole = await run(await init(pipeline));
    // Orders of earlier epochs are made again without the draws of the updates in between.
    expect(whole.result.last!.epoch).toBeGreaterThan(1);
    for (const stopAt of [7, 20]) {
      const cut = await run(await init(pipeline), { stopAt });
      expect(cut.result).toMatchObject({ aborted: true, last: { step: stopAt - (stopAt % 5) } });
      // As after Ctrl-C, and as after a sudden end: from the last evaluation.
      for (const resume of [cut.states.at(-1)!, cut.states[Math.floor(stopAt / 5)]]) {
        const rest = await run(await init(pipeline), { resume });
        expect(rest.files.get("last")).toEqual(whole.files.get("last"));
        const best = rest.files.get("best") ?? cut.files.get("best");
        expect(best).toEqual(whole.files.get("best"));
        expect(rest.result.best).toEqual(whole.result.best);
      }
    }
    const over = await run(await init(pipeline), { resume: whole.states.at(-1)! });
    expect(over.files.get("last")).toEqual(whole.files.get("last"));
  },
  120_000,
);

test("a training whose evaluation was cut off makes up for it", async () => {
  const pipeline = ["tok2vec", "tagger"];
  const whole = await run(await init(pipeline));
  for (const cut of [1, 3]) {
    const first = await run(await init(pipeline), { cut });
    expect(first.result.aborted).toBe(true);
    expect(first.result.last?.step).toBe(cut === 1 ? undefined : 5);
    const rest = await run(await init(pipeline), { resume: first.states.at(-1)! });
    expect(rest.files).toEqual(whole.files);
    expect(rest.result.best).toEqual(whole.result.best);
  }
}, 120_000);

test.each([0, -1])(
  "a corpus that is augmented goes on with the same draws (max_epochs = %d)",
  async (epochs) => {
    const pipeline = ["tok2vec", "tagger", "ner"];
    const change = (text: string) =>
      `${text.replace("[training]\n", `[training]\nmax_epochs = ${epochs}\n`)}
[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = \${paths.train}
gold_preproc = false

[corpora.train.augmenter]
@augmenters = "spacy.lower_case.v1"
level = 0.5

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = \${paths.dev}
gold_preproc = false
`;
    const start = () => init(pipeline, "train.spacy", change);
    const whole = await run(await start());
    expect(whole.result.last!.epoch).toBeGreaterThan(1);
    const cut = await run(await start(), { stopAt: 12 });
    const rest = await run(await start(), { resume: cut.states.at(-1)! });
    expect(rest.files.get("last")).toEqual(whole.files.get("last"));
  },
);

test("another config or corpus is refused, and what differs is said", async () => {
  const pipeline = ["tok2vec", "tagger"];
  const { states } = await run(await init(pipeline), { stopAt: 2 });
  const resume = states.at(-1)!;
  const other = await init(pipeline, "train.spacy", (text) => text.replace("depth = 2", "depth = 1"));
  await expect(run(other, { resume })).rejects.toThrow(
    /\[P231\].*components\.tok2vec\.model\.encode\.depth was 2 and is 1/,
  );
  const { vocab } = blank("en", { registry });
  const docs = [...DocBin.fromBytes(sentenceFile(vocab)).getDocs(vocab)];
  docs[3].tags![0] = docs[3].tags![0] === "NN" ? "VB" : "NN";
  writeFileSync(join(folder, "other.spacy"), new DocBin({ docs }).toBytes());
  await expect(run(await init(pipeline, "other.spacy"), { resume })).rejects.toThrow(
    /\[P231\].*train corpus.*other words, annotation or order/,
  );
  const longer = await init(pipeline, "train.spacy", (text) =>
    text.replace("max_steps = 24", "max_steps = 30"),
  );
  expect((await run(longer, { resume })).result.last).toMatchObject({ step: 30 });
  for (const bytes of [packMsgpack(null), packMsgpack({ version: 1 }), packMsgpack({ version: 9 })])
    await expect(run(await init(pipeline), { resume: bytes })).rejects.toThrow("[P230]");
});
