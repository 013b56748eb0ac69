import type { Example } from "@x/core";
import { error } from "../errors";
import type { TransitionState, TransitionSystem } from "./transition-system";

/**
 * The gold actions from a state to the end: at each step the first one without cost. The state is used up.
 *
 * @throws P506 if every valid action is wrong
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
    const action = costs.findIndex((cost) => cost <= 0);
    if (action < 0) throw error("P506", state.buffer);
    actions.push(action);
    system.apply(state, action);
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
    const gold = system.initGold(state, example);
    if (state.length < maxLength) {
      whole.states.push(state);
      whole.golds.push(gold);
      return;
    }
    const actions = oracleActions(system, state.copy(), gold);
    for (let from = 0; from < actions.length; from += maxLength) {
      const start = state.copy();
      for (const action of actions.slice(from, from + maxLength)) system.apply(state, action);
      if (!system.hasGold(example, start.buffer, state.buffer)) continue;
      cut.states.push(start);
      cut.golds.push(gold);
    }
  });
  return { states: [...whole.states, ...cut.states], golds: [...whole.golds, ...cut.golds] };
}
