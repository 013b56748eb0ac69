import { invalidCost, type TransitionState, type TransitionSystem } from "../transition-system";
import type { ActionTable, Candidate } from "./beam";

/** Options of `goldTable`. */
export interface GoldTableOptions<G> {
  readonly gold: G;
  readonly scores: Float32Array;
  readonly rows: readonly number[];
  /** Whether only right actions may be taken. */
  readonly follow: boolean;
}

/** The actions of the candidates of a beam with what they cost; undefined where a right one is asked for and there is none. */
export function goldTable<S extends TransitionState, G>(
  system: TransitionSystem<S, G>,
  candidates: readonly Candidate<S>[],
  { gold, scores, rows, follow }: GoldTableOptions<G>,
): ActionTable | undefined {
  const size = system.classCount;
  const costs = new Float32Array(candidates.length * size).fill(invalidCost);
  const limits = new Float32Array(candidates.length);
  let isOpen = !follow;
  candidates.forEach(({ state }, i) => {
    limits[i] = follow ? 0 : invalidCost - 1;
    if (state.isFinal) {
      isOpen = true;
      return;
    }
    const own = costs.subarray(i * size, (i + 1) * size);
    system.writeCosts(state, gold, own);
    for (const cost of own) {
      if (follow && cost < limits[i]) limits[i] = cost;
      isOpen ||= cost <= limits[i];
    }
  });
  if (!isOpen) return undefined;
  return {
    scores,
    rows,
    listActions: (candidate, valid) => {
      let count = 0;
      for (let action = 0; action < size; action++)
        if (costs[candidate * size + action] <= limits[candidate]) valid[count++] = action;
      return count;
    },
    costOf: (candidate, action) => costs[candidate * size + action],
  };
}
