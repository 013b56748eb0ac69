import { Doc, Example, Vocab } from "@x/core";
import { expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { ArcEagerSystem } from "../src/transition-parser/arc-eager/arc-eager-system";
import { oracleActions } from "../src/transition-parser/oracle";
import { countsToJson, invalidCost } from "../src/transition-parser/transition-system";

interface Columns {
  readonly heads: number[];
  readonly deps: string[];
  readonly sent_starts: number[];
}
type Words = [words: string[], spaces: boolean[]];
interface Walk {
  readonly predicted: [...Words, sentStarts: number[]];
  readonly reference: [...Words, Columns];
  readonly has_gold: boolean;
  readonly steps: { costs: number[]; ids: [number[], number[]]; action: string }[];
  readonly annotated: Columns;
}

const golden = openGolden("pipeline");
const file = "parser/oracle.json";
const { classes, labels, cases } = golden.json<{
  classes: string[];
  labels: Record<string, Record<string, number>>;
  cases: Walk[];
}>(file);

const vocab = new Vocab();
const examples = cases.map(({ predicted, reference }) => {
  const [words, spaces, { heads, deps }] = reference;
  const gold = new Doc(vocab, { words, spaces, heads, deps });
  const doc = new Doc(vocab, { words: predicted[0], spaces: predicted[1] });
  if (predicted[2].some((start) => start !== 0)) doc.sentStarts = Int8Array.from(predicted[2]);
  return new Example(doc, gold);
});
const system = new ArcEagerSystem({ min_action_freq: 20 });
system.setActions(system.countActions(examples));

test("actions are counted in both directions, and rare ones left out", () => {
  expect(Array.from({ length: system.classCount }, (_, action) => system.className(action))).toEqual(classes);
  expect(countsToJson(system.counts)).toEqual(labels);
});

cases.forEach((walk, index) => {
  golden.case(`${file}#${index}`, () => {
    const example = examples[index];
    const { predicted, reference } = example;
    expect([...reference.sentStarts!]).toEqual(walk.reference[2].sent_starts);
    expect(system.hasGold(example)).toBe(walk.has_gold);
    const [state] = system.initBatch([predicted]);
    const gold = system.initGold(state, example);
    const atEnd = state.copy();
    for (const action of oracleActions(system, state.copy(), gold)) system.apply(atEnd, action);
    expect(atEnd.isFinal).toBe(true);
    const costs = new Float32Array(system.classCount);
    const valid = new Int32Array(system.classCount);
    for (const step of walk.steps) {
      system.writeCosts(state, gold, costs);
      expect([...costs]).toEqual(step.costs);
      const count = system.listValid(state, valid);
      expect([...valid.subarray(0, count)]).toEqual([...costs.keys()].filter((k) => costs[k] < invalidCost));
      for (const ids of step.ids) {
        const found = new Int32Array(ids.length);
        state.writeContext(found, 0, ids.length);
        expect([...found]).toEqual(ids);
      }
      system.apply(state, classes.indexOf(step.action));
    }
    expect(state.isFinal).toBe(true);
    system.setAnnotations(state, predicted);
    expect({
      heads: [...predicted.heads!],
      deps: predicted.deps,
      sent_starts: [...predicted.sentStarts!],
    }).toEqual(walk.annotated);
  });
});
