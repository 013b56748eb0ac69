import { Doc, Example, Vocab } from "@x/core";
import { expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { BiluoSystem } from "../src/transition-parser/ner/biluo-system";
import type { NerGold } from "../src/transition-parser/ner/ner-gold";
import type { NerState } from "../src/transition-parser/ner/ner-state";
import { oracleActions } from "../src/transition-parser/oracle";
import { countsToJson, invalidCost } from "../src/transition-parser/transition-system";

interface Columns {
  readonly iob: number[];
  readonly types: string[];
}
interface Walk {
  readonly words: string[];
  readonly sent_starts: number[];
  readonly predicted: Columns;
  readonly reference: Columns;
  readonly incorrect: [start: number, end: number, label: string][];
  readonly has_gold: boolean;
  readonly oracle: string[] | null;
  readonly steps: { costs: number[]; ids: [number[], number[]]; action: string }[];
  readonly annotated: Columns;
}

const golden = openGolden("pipeline");
const file = "ner/oracle.json";
const { classes, labels, cases } = golden.json<{
  classes: string[];
  labels: Record<string, Record<string, number>>;
  cases: Walk[];
}>(file);

const system = new BiluoSystem("wrong");
system.setActions(system.countActions([]));
for (const label of ["A", "B"]) system.addLabel(label);
const vocab = new Vocab();

test("labels that are added come after all others, move by move", () => {
  expect(namesOf(system)).toEqual(classes);
  expect(countsToJson(system.counts)).toEqual(labels);
  expect(system.addLabel("A")).toBe(false);
  const read = new BiluoSystem();
  read.fromBytes(system.toBytes());
  expect(namesOf(read)).toEqual(classes);
  expect(read.incorrectSpansKey).toBe("wrong");
});

cases.forEach((walk, index) => {
  golden.case(`${file}#${index}`, () => {
    const example = new Example(makeDoc(walk, walk.predicted), makeDoc(walk, walk.reference));
    const { predicted, reference } = example;
    if (walk.sent_starts.some((start, i) => i > 0 && start !== 0))
      predicted.sentStarts = Int8Array.from(walk.sent_starts);
    reference.spans.set(
      "wrong",
      walk.incorrect.map(([start, end, label]) => reference.span(start, end, { label })),
    );
    expect(system.hasGold(example)).toBe(walk.has_gold);
    const [state] = system.initBatch([predicted]);
    const gold = system.initGold(state, example);
    const actions = oracleActions(system, state.copy(), gold);
    // Where spaCy finds no way to the annotation and fails, the cheapest one is taken.
    if (walk.oracle === null) expect(lowestCosts(state.copy(), gold, actions)).toContain(1);
    else expect(actions.map((action) => classes[action])).toEqual(walk.oracle);
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
    expect({ iob: [...predicted.entIob!], types: predicted.entTypes }).toEqual(walk.annotated);
  });
});

function namesOf(some: BiluoSystem): string[] {
  return Array.from({ length: some.classCount }, (_, action) => some.className(action));
}

function makeDoc({ words }: Walk, { iob, types }: Columns): Doc {
  const doc = new Doc(vocab, { words });
  doc.entIob = Uint8Array.from(iob);
  doc.entTypes = [...types];
  return doc;
}

/** What each action of a sequence to the end costs; it must be one of the cheapest. */
function lowestCosts(state: NerState, gold: NerGold, actions: readonly number[]): number[] {
  const costs = new Float32Array(system.classCount);
  const taken = actions.map((action) => {
    system.writeCosts(state, gold, costs);
    expect(costs[action]).toBe(Math.min(...costs));
    system.apply(state, action);
    return costs[action];
  });
  expect(state.isFinal).toBe(true);
  return taken;
}
