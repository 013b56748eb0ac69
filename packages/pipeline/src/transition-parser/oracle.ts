import type { Example } from "@x/core";
import { invalidCost, type TransitionState, type TransitionSystem } from "./transition-system";

/**
 * The gold actions from a state to the end: at each step the first one that costs least. That is less than nothing where heads are
 * unknown, and more where the annotation cannot be reached, for example an entity on whitespace or against what an earlier
 * component has set. The state is used up.
 */
export function oracleActions<S extends TransitionState, G>(
  system: TransitionSystem<S, G>,
  state: S,
  gold: G,
): number[] {
  const costs = new Float32Array(system.classCount);
  const actions: number[] = [];
  while (!state.isFinal) {
    system.writeCosts(state, gold, costs);
    const best = costs.indexOf(Math.min(...costs));
    if (costs[best] >= invalidCost) break;
    actions.push(best);
    system.apply(state, best);
  }
  return actions;
}

/** States to learn from, and the gold standard of each. */
export interface GoldStates<S, G> {
  readonly states: S[];
  readonly golds: G[];
}

/**
 * The states that an update starts from. Examples without annotation give none; docs of `maxLength` tokens and more give
 * several, every `maxLength` gold actions, so that the batch is about square. Without `maxLength` docs stay whole.
 */
export function goldStates<S extends TransitionState, G>(
  system: TransitionSystem<S, G>,
  examples: readonly Example[],
  maxLength = Infinity,
): GoldStates<S, G> {
  const whole: GoldStates<S, G> = { states: [], golds: [] };
  const cut: GoldStates<S, G> = { states: [], golds: [] };
  const states = system.initBatch(examples.map((example) => example.predicted));
  examples.forEach((example, i) => {
    const state = states[i];
    if (state.isFinal || !system.hasGold(example)) return;
    const gold = system.goldOf(state, example);
    if (state.length < maxLength) {
      whole.states.push(state);
      whole.golds.push(gold);
      return;
    }
    const actions = oracleActions(system, state.copy(), gold);
    for (let from = 0; from < actions.length; from += maxLength) {
      const start = state.copy();
      for (const action of actions.slice(from, from + maxLength)) system.apply(state, action);
      if (!system.hasGold(example, firstOfBuffer(start), firstOfBuffer(state))) continue;
      cut.states.push(start);
      cut.golds.push(gold);
    }
  });
  return { states: [...whole.states, ...cut.states], golds: [...whole.golds, ...cut.golds] };
}

/** -1 where the buffer is empty. */
function firstOfBuffer({ buffer, length }: TransitionState): number {
  return buffer < length ? buffer : -1;
}
