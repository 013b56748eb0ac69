import { Doc, Vocab } from "@x/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BiluoSystem } from "../ner/biluo-system";
import type { NerState } from "../ner/ner-state";
import { Beam, type ActionTable } from "./beam";
import type { History } from "./history";

const vocab = new Vocab();
const system = new BiluoSystem();
system.setActions(new Map([1, 2, 3, 4, 5].map((move) => [move, new Map([[move === 5 ? "" : "A", 1]])])));
const size = system.classCount;

const docOf = (length: number) => new Doc(vocab, { words: Array.from({ length }, (_, i) => `w${i}`) });
const firstOf = (length: number) => system.initBatch([docOf(length)])[0];

/** A score of single precision for each action after each history, that repeats. */
function scoreOf(seed: number, { length, action, before }: History, next: number): number {
  let number = seed + 31 * next + 7 * (action + 2) + 101 * length;
  for (let at = before; at !== undefined; at = at.before) number = (number * 37 + at.action + 3) % 10_007;
  return Math.fround(((number * 7919) % 1000) / 250);
}

function tableOf(beam: Beam<NerState>, seed: number): ActionTable {
  const open = beam.candidates.filter(({ state }) => !state.isFinal);
  const scores = new Float32Array(open.length * size);
  open.forEach(({ history }, row) => {
    for (let action = 0; action < size; action++)
      scores[row * size + action] = scoreOf(seed, history, action);
  });
  return {
    scores,
    rows: Int32Array.from(open.keys()),
    listActions: (candidate, valid) => system.listValid(beam.candidates[candidate].state, valid),
  };
}

function follow(length: number, { seed, width, density }: { seed: number; width: number; density?: number }) {
  const beam = new Beam(system, firstOf(length), { width, density });
  while (!beam.isDone) beam.advance(tableOf(beam, seed));
  return beam;
}

/** The scores of all analyses, the largest first. */
function allScores(seed: number, length: number): number[] {
  const found: number[] = [];
  const walk = (state: NerState, history: History, score: number) => {
    if (state.isFinal) return void found.push(score);
    const valid = new Int32Array(size);
    const count = system.listValid(state, valid);
    for (const action of valid.slice(0, count)) {
      const next = state.copy();
      system.apply(next, action);
      walk(next, history.with(action), Math.fround(score + scoreOf(seed, history, action)));
    }
  };
  const { candidates } = new Beam(system, firstOf(length), { width: 1 });
  walk(candidates[0].state, candidates[0].history, 0);
  return found.sort((a, b) => b - a);
}

test("a beam that is wide enough holds all analyses, the best first", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 1, max: 4 }), (seed, length) => {
      const { candidates } = follow(length, { seed, width: 1000 });
      expect(candidates.map(({ score }) => score)).toEqual(allScores(seed, length));
    }),
    { numRuns: 30 },
  );
});

test("a beam of one takes the best action at each step", () => {
  fc.assert(
    fc.property(fc.nat(5000), (seed) => {
      const { candidates } = follow(4, { seed, width: 1 });
      const state = firstOf(4);
      let { history } = new Beam(system, firstOf(4), { width: 1 }).candidates[0];
      const valid = new Int32Array(size);
      const actions: number[] = [];
      while (!state.isFinal) {
        const [...choices] = valid.subarray(0, system.listValid(state, valid));
        // Of equals the later one.
        const best = choices.reduce((a, b) =>
          scoreOf(seed, history, b) >= scoreOf(seed, history, a) ? b : a,
        );
        system.apply(state, best);
        history = history.with(best);
        actions.push(best);
      }
      const found: number[] = [];
      for (let at = candidates[0].history; at.before !== undefined; at = at.before) found.unshift(at.action);
      expect(candidates).toHaveLength(1);
      expect(found).toEqual(actions);
    }),
    { numRuns: 30 },
  );
});

test("states of a beam are their own: each has the entities of its actions", () => {
  const { candidates } = follow(6, { seed: 5, width: 12 });
  for (const { state, history } of candidates) {
    const again = firstOf(6);
    const actions: number[] = [];
    for (let at = history; at.before !== undefined; at = at.before) actions.unshift(at.action);
    for (const action of actions) system.apply(again, action);
    expect(state.ents()).toEqual(again.ents());
  }
  expect(new Set(candidates.map(({ state }) => state)).size).toBe(12);
});

test("density drops analyses that are less likely than the mean by a factor", () => {
  const sizes = [0, 0.1, 1, 1.5].map(
    (density) => follow(3, { seed: 8, width: 1000, density }).candidates.length,
  );
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  expect(sizes[0]).toBeGreaterThan(sizes[3]);
});

test("equal histories from one root are one object", () => {
  const { candidates } = new Beam(system, firstOf(1), { width: 1 });
  const { history: root } = candidates[0];
  expect(root.with(2).with(1)).toBe(root.with(2).with(1));
  expect(root.with(1)).not.toBe(root.with(2));
});

test("where no action is valid, the best analysis is ended", () => {
  const beam = new Beam(system, firstOf(3), { width: 4 });
  beam.advance(tableOf(beam, 3));
  const { history, score } = beam.candidates[0];
  const open = beam.candidates.length;
  beam.advance({
    scores: new Float32Array(open * size),
    rows: Int32Array.from(Array(open).keys()),
    listActions: () => 0,
  });
  expect(beam.isDone).toBe(true);
  expect(beam.candidates.map((candidate) => [candidate.history, candidate.score])).toEqual([
    [history, score],
  ]);
});

test("analyses that follow one that was finished and dropped go to their ends", () => {
  const beam = new Beam(system, firstOf(5), { width: 2 });
  const high = (beam: Beam<NerState>): ActionTable => {
    const table = tableOf(beam, 4);
    return { ...table, scores: table.scores.map((score) => score + 100) };
  };
  beam.advance(high(beam));
  const [, finished] = beam.candidates;
  finished.state.forceFinal();
  beam.advance(high(beam));
  expect(beam.candidates.map(({ history }) => history.before)).not.toContain(finished.history);
  while (!beam.isDone) beam.advance(high(beam));
  expect(beam.candidates.map(({ history }) => history.length)).toEqual([5, 5]);
});

test("a finished analysis grows by its mean score while others go on", () => {
  const beam = new Beam(system, firstOf(4), { width: 3 });
  beam.advance(tableOf(beam, 6));
  const [best] = beam.candidates;
  best.state.forceFinal();
  beam.advance(tableOf(beam, 6));
  beam.advance(tableOf(beam, 6));
  const same = beam.candidates.find(({ history }) => history === best.history);
  expect(same?.score).toBe(Math.fround(2 * best.score + Math.fround((2 * best.score) / 2)));
});
