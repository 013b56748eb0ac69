import { expect, test } from "vitest";
import type { Language } from "@x/pipeline";
import { consoleLogger } from "./console-logger";
import type { TrainingInfo } from "./logger";
import { twoDecimals } from "./table";

const training = {
  max_steps: 100,
  eval_frequency: 10,
  score_weights: { tag_acc: 0.5, ents_f: 0.5, a_very_long_score: 0, hidden: null },
};
const nlp = {
  pipeline: ["tagger", "ner", "rules"].map((name) => ({ name, pipe: { isTrainable: name !== "rules" } })),
  config: { get: () => training },
} as unknown as Language;

const info = (values: Partial<TrainingInfo>): TrainingInfo => ({
  epoch: 0,
  step: 0,
  score: 0,
  otherScores: {},
  losses: {},
  checkpoints: [],
  seconds: 0,
  words: 0,
  ...values,
});

const rows = [
  info({
    score: 0.123456,
    otherScores: { tag_acc: 0.5, ents_f: 0.12345 },
    losses: { tagger: 12.3456, ner: 12345678.125 },
  }),
  info({
    epoch: 12,
    step: 1200,
    score: 1,
    otherScores: { tag_acc: 1, ents_f: 1 },
    losses: { tagger: 0, ner: 0.005 },
  }),
];

async function run(options: Parameters<typeof consoleLogger>[0], isTTY = false) {
  const [out, err, file]: string[][] = [[], [], []];
  const session = consoleLogger(options)(nlp, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text), isTTY },
    createFile: (path) =>
      path === "taken" ? undefined : { write: (text) => file.push(text), close: () => file.push("closed") },
  });
  await session.logStep(undefined);
  for (const row of rows) await session.logStep(row);
  await session.logStep(undefined);
  await session.finalize();
  return { out: out.join(""), err: err.join(""), file: file.join("") };
}

test("prints the columns of spaCy's table", async () => {
  expect((await run({})).out).toBe(
    [
      "E    #       LOSS TAGGER  LOSS NER  TAG_ACC  ENTS_F  A_VERY_LON...  SCORE ",
      "---  ------  -----------  --------  -------  ------  -------------  ------",
      "  0       0        12.35  12345678.12    50.00   12.35           0.00    0.12",
      " 12    1200         0.00      0.01   100.00  100.00           0.00    1.00",
      "",
    ].join("\n"),
  );
});

test("writes one JSON object a row, unless the file exists", async () => {
  const { out, file } = await run({ outputFile: "log.jsonl", consoleOutput: false });
  expect(out).toBe("ℹ Saving results to log.jsonl\n");
  const [first, , last] = file.split("\n");
  expect(JSON.parse(first)).toEqual({
    epoch: 0,
    step: 0,
    losses: { tagger: 12.3456, ner: 12345678.125 },
    scores: { tag_acc: 50, ents_f: 12.345, a_very_long_score: 0 },
    score: 0.123456,
  });
  expect(last).toBe("closed");
  expect((await run({ outputFile: "taken", consoleOutput: false })).file).toBe("");
});

test("draws a bar only on a terminal, and takes it away", async () => {
  expect((await run({ progressBar: "eval" })).err).toBe("");
  const { err } = await run({ progressBar: "train" }, true);
  expect(err).toContain("Last Eval Epoch: 12");
  expect(err.endsWith("\r\u001b[2K")).toBe(true);
  expect(() => consoleLogger({ progressBar: "all" })).toThrow(/P204/);
});

test("rounds as Python does", () => {
  expect([0.125, 0.375, -0.125, 2.675, 1e21, NaN, Infinity].map(twoDecimals)).toEqual([
    "0.12",
    "0.38",
    "-0.12",
    "2.67",
    "1e+21",
    "nan",
    "inf",
  ]);
});
