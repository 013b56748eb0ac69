import { errorCode, Example, Vocab } from "@x/core";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import type { ScorerFunction } from "../src/components/trainable-pipe";
import { scorerRegistrations } from "../src/registrations";
import { scoreTokenization } from "../src/scorer/score-tokenization";
import { makeDoc, type DocSpec } from "./scorer-docs";

interface Suite {
  readonly name: string;
  readonly examples: { predicted: DocSpec; reference: DocSpec }[];
  readonly scores: {
    readonly scorer: string;
    readonly args: Record<string, unknown>;
    readonly result?: unknown;
    readonly error?: { class: string; message: string };
  }[];
}

const golden = openGolden("pipeline");
const file = "core/scorer.json";

/** Our codes for what spaCy answers with. */
const codes: Record<string, string> = { "[E949]": "E001", "'C'": "P500" };

/** What is right where spaCy fails or differs: see the ledger. */
const ours: Record<string, unknown> = {
  [`${file}#missing annotation/spacy.parser_scorer.v1{}`]: {
    dep_uas: 12 / 14,
    dep_las: 12 / 14,
    dep_las_per_type: {
      x: { p: 1, r: 1, f: 1 },
      root: { p: 1, r: 1, f: 1 },
      y: { p: 1, r: 1, f: 1 },
      z: { p: 0.5, r: 0.5, f: 0.5 },
    },
    sents_p: 1,
    sents_r: 1,
    sents_f: 1,
  },
  [`${file}#exclusive categories, prediction without scores/spacy.textcat_scorer.v2{"labels":["A","B"]}`]: {
    cats_score: 1 / 3,
    cats_score_desc: "macro F",
    cats_micro_p: 1,
    cats_micro_r: 0.5,
    cats_micro_f: 2 / 3,
    cats_macro_p: 0.5,
    cats_macro_r: 0.25,
    cats_macro_f: 1 / 3,
    cats_macro_auc: 0,
    cats_f_per_type: { A: { p: 1, r: 0.5, f: 2 / 3 }, B: { p: 0, r: 0, f: 0 } },
    cats_auc_per_type: { A: null, B: null },
  },
};

golden.skipUnless(file, () => {
  for (const suite of golden.json<{ suites: Suite[] }>(file).suites)
    for (const { scorer, args, result, error } of suite.scores) {
      const id = `${file}#${suite.name}/${scorer}${JSON.stringify(args)}`;
      golden.case(id, () => {
        const vocab = new Vocab();
        const examples = suite.examples.map(
          ({ predicted, reference }) => new Example(makeDoc(vocab, predicted), makeDoc(vocab, reference)),
        );
        const run = () => score(scorer, args, examples);
        if (golden.differs(id) !== undefined) expectScores(run(), ours[id]);
        else if (error === undefined) expectScores(run(), result);
        else expect(codeOf(run)).toBe(codes[error.message.split(" ")[0]]);
      });
    }
});

function score(name: string, args: Record<string, unknown>, examples: Example[]): unknown {
  if (name === "tokenizer") return scoreTokenization(examples);
  const { schema, create } = scorerRegistrations[name];
  const isOwn = name === "spacy.overlapping_labeled_spans_scorer.v1";
  const scorer = create(schema.parse(isOwn ? args : {})) as ScorerFunction;
  return scorer(examples, isOwn ? {} : args);
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return errorCode(error);
  }
  return undefined;
}

function expectScores(actual: unknown, expected: unknown, path = ""): void {
  if (typeof expected === "number") {
    expect(actual, path).toBeTypeOf("number");
    expect(Math.abs((actual as number) - expected), `${path}: ${actual} for ${expected}`).toBeLessThanOrEqual(
      1e-9,
    );
  } else if (expected !== null && typeof expected === "object") {
    expect(Object.keys(actual as object).sort(), path).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(expected))
      expectScores((actual as Record<string, unknown>)[key], value, `${path}/${key}`);
  } else expect(actual, path).toBe(expected);
}
