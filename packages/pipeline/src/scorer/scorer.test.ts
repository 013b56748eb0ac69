import { Doc, Example, Vocab } from "@x/core";
import { expect, test } from "vitest";
import { ROCAUCScore } from "./roc-auc-score";
import { Scorer } from "./scorer";
import { scoreTagger } from "./scorers";

const vocab = new Vocab();
const examples = [
  new Example(
    new Doc(vocab, { words: ["a", "b"], spaces: [true, false], tags: ["X", "Y"] }),
    new Doc(vocab, { words: ["a", "b"], spaces: [true, false], tags: ["X", "Z"] }),
  ),
];
const pipeline = [
  ["tagger", { score: scoreTagger }],
  ["custom", {}],
] as const;

test("scores of the tokenizer and of all components that have any", () => {
  const scores = new Scorer({ pipeline }).score(examples);
  expect(scores).toEqual({ token_acc: 1, token_p: 1, token_r: 1, token_f: 1, tag_acc: 0.5 });
});

test("scores by component", () => {
  const scores = new Scorer({ pipeline }).score(examples, { perComponent: true });
  expect(Object.keys(scores)).toEqual(["tokenizer", "tagger"]);
  expect(scores.tagger).toEqual({ tag_acc: 0.5 });
});

test.each([
  { name: "a perfect ranking", golds: [0, 0, 1, 1], scores: [0.1, 0.2, 0.3, 0.4], area: 1 },
  { name: "the reverse", golds: [1, 1, 0, 0], scores: [0.1, 0.2, 0.3, 0.4], area: 0 },
  { name: "all scores equal", golds: [1, 0, 1, 0], scores: [0.5, 0.5, 0.5, 0.5], area: 0.5 },
  { name: "some scores equal", golds: [0, 1, 1, 0], scores: [0.2, 0.2, 0.9, 0.1], area: 0.875 },
  { name: "one gold value", golds: [1, 1], scores: [0.1, 0.2], area: undefined },
  { name: "no positive gold value", golds: [0, 0.5], scores: [0.1, 0.2], area: undefined },
])("the area under the ROC curve: $name", ({ golds, scores, area }) => {
  const auc = new ROCAUCScore();
  golds.forEach((gold, i) => auc.add(scores[i], gold));
  expect(auc.score).toBe(area);
});
