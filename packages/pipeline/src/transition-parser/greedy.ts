import type { StepModel } from "./step-model";
import type { TransitionState, TransitionSystem } from "./transition-system";

/**
 * Takes the best valid action until every state is final. Docs do not influence each other, so one is finished before the
 * next begins: its rows stay in the cache. Only valid classes are scored.
 */
export function parseGreedily<S extends TransitionState>(
  system: TransitionSystem<S>,
  states: readonly S[],
  model: StepModel,
): void {
  const valid = new Int32Array(system.classCount);
  const context = new Int32Array(model.contextSize);
  for (const state of states)
    while (!state.isFinal) {
      const count = system.listValid(state, valid);
      if (count === 0) {
        state.forceFinal();
        break;
      }
      if (count > 1) state.writeContext(context, 0, context.length);
      system.apply(state, count > 1 ? model.best(context, valid, count) : valid[0]);
    }
}
