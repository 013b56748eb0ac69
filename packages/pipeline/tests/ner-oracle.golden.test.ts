import { Vocab } from "@x/core";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { BiluoSystem } from "../src/transition-parser/ner/biluo-system";
import { oracleActions } from "../src/transition-parser/oracle";
import { countsToJson, invalidCost } from "../src/transition-parser/transition-system";
import { nerExample, type GoldDoc } from "./ner-corpus";

interface Walk {
  readonly words: number;
  readonly actions: string[];
  readonly steps: { stack: number[]; queue: number[]; costs: number[]; ids: [number[], number[]] }[];
  readonly oracle_sequence?: string[];
}
interface Fixture {
  readonly ner: {
    classes: string[];
    labels: Record<string, Record<string, number>>;
    docs: Walk[];
    explored: Walk[];
  };
}

const golden = openGolden("pipeline");
const file = "pipelines/oracle.json";
const corpusFile = "pipelines/trajectories/corpus.json";

golden.skipUnless(file, () => {
  const { ner } = golden.json<Fixture>(file);
  const vocab = new Vocab();
  const examples = golden.json<GoldDoc[]>(corpusFile).map((doc) => nerExample(vocab, doc));
  const system = new BiluoSystem();
  system.setActions(system.countActions(examples));
  const names = Array.from({ length: system.classCount }, (_, action) => system.className(action));

  golden.case(`${file}#ner classes`, () => {
    expect(names).toEqual(ner.classes);
    expect(countsToJson(system.counts)).toEqual(ner.labels);
  });

  golden.case(`${file}#ner moves survive storing`, () => {
    const read = new BiluoSystem();
    read.fromBytes(system.toBytes());
    expect(Array.from({ length: read.classCount }, (_, action) => read.className(action))).toEqual(
      ner.classes,
    );
  });

  const walks = { docs: ner.docs, explored: ner.explored };
  for (const [kind, list] of Object.entries(walks))
    list.forEach((walk, index) => {
      golden.case(`${file}#ner ${kind}/${index}`, () => {
        const example = examples[index];
        const [state] = system.initBatch([example.predicted]);
        const gold = system.initGold(state, example);
        if (walk.oracle_sequence !== undefined)
          expect(oracleActions(system, state.copy(), gold).map((action) => names[action])).toEqual(
            walk.oracle_sequence,
          );
        const costs = new Float32Array(system.classCount);
        walk.actions.forEach((action, k) => {
          // Of long walks only the first steps are recorded.
          const step: Walk["steps"][number] | undefined = walk.steps[k];
          if (step !== undefined) {
            system.writeCosts(state, gold, costs);
            expect([...costs]).toEqual(step.costs);
            expect([context(state, 3), context(state, 6)]).toEqual(step.ids);
            expect(step.queue[0]).toBe(state.buffer);
            const valid = new Int32Array(system.classCount);
            const count = system.listValid(state, valid);
            expect([...valid.subarray(0, count)]).toEqual(
              [...costs.keys()].filter((i) => costs[i] < invalidCost),
            );
          }
          system.apply(state, names.indexOf(action));
        });
        expect(state.isFinal).toBe(true);
      });
    });
});

function context(
  state: { writeContext(ids: Int32Array, at: number, count: number): void },
  count: number,
): number[] {
  const ids = new Int32Array(count);
  state.writeContext(ids, 0, count);
  return [...ids];
}
