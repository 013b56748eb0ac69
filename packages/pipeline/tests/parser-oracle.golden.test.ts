import { Doc, Example, Vocab } from "@x/core";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import type { ArcEagerState } from "../src/transition-parser/arc-eager/arc-eager-state";
import { ArcEagerSystem } from "../src/transition-parser/arc-eager/arc-eager-system";
import { oracleActions } from "../src/transition-parser/oracle";
import { countsToJson, invalidCost } from "../src/transition-parser/transition-system";
import type { GoldenDoc } from "./support/trajectory";

interface Walk {
  readonly words: number;
  readonly actions: string[];
  readonly steps: { stack: number[]; queue: number[]; costs: number[]; ids: [number[], number[]] }[];
  readonly aligned_parse: [heads: (number | null)[], labels: (string | null)[]];
  readonly oracle_sequence?: string[];
  readonly arcs: [child: number, head: number, label: string][];
}
interface Fixture {
  readonly parser: {
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
  const { parser } = golden.json<Fixture>(file);
  const vocab = new Vocab();
  const examples = golden.json<GoldenDoc[]>(corpusFile).map(({ words, spaces, heads, deps }) => {
    return new Example(new Doc(vocab, { words, spaces }), new Doc(vocab, { words, spaces, heads, deps }));
  });
  const system = new ArcEagerSystem({ min_action_freq: 3 });
  system.setActions(system.countActions(examples));
  const names = Array.from({ length: system.classCount }, (_, action) => system.className(action));

  golden.case(`${file}#parser classes`, () => {
    expect(names).toEqual(parser.classes);
    expect(countsToJson(system.counts)).toEqual(parser.labels);
  });

  golden.case(`${file}#parser moves survive storing`, () => {
    const read = new ArcEagerSystem();
    read.fromBytes(system.toBytes());
    expect(Array.from({ length: read.classCount }, (_, action) => read.className(action))).toEqual(names);
  });

  const walks = { docs: parser.docs, explored: parser.explored };
  for (const [kind, list] of Object.entries(walks))
    list.forEach((walk, index) => {
      golden.case(`${file}#parser ${kind}/${index}`, () => {
        const example = examples[index];
        expect(example.getAlignedParse()).toEqual({
          heads: walk.aligned_parse[0],
          deps: walk.aligned_parse[1],
        });
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
            expect(firstOf(step.stack.length, (i) => state.stackAt(i))).toEqual(step.stack);
            expect(firstOf(step.queue.length, (i) => state.bufferAt(i))).toEqual(step.queue);
            system.writeCosts(state, gold, costs);
            expect([...costs]).toEqual(step.costs);
            expect([contextOf(state, 8), contextOf(state, 13)]).toEqual(step.ids);
            const valid = new Int32Array(system.classCount);
            const count = system.listValid(state, valid);
            expect([...valid.subarray(0, count)]).toEqual(
              [...costs.keys()].filter((i) => costs[i] < invalidCost),
            );
          }
          system.apply(state, names.indexOf(action));
        });
        expect(state.isFinal).toBe(true);
        const arcs = firstOf(state.length, (i) => [i, state.heads[i], system.labelText(state.labels[i])]);
        expect(arcs.filter((_, i) => state.hasHead(i))).toEqual(walk.arcs);
      });
    });
});

function firstOf<T>(count: number, read: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => read(index));
}

function contextOf(state: ArcEagerState, count: number): number[] {
  const ids = new Int32Array(count);
  state.writeContext(ids, 0, count);
  return [...ids];
}
