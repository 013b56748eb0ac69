import type { StepModel } from "../step-model";
import type { TransitionState, TransitionSystem } from "../transition-system";
import { Beam, type BeamOptions } from "./beam";

/** Follows a beam for each document to its end. Documents do not influence each other. */
export function parseBeams<S extends TransitionState>(
  system: TransitionSystem<S>,
  states: readonly S[],
  { step, ...options }: Omit<BeamOptions, "root"> & { readonly step: StepModel },
): Beam<S>[] {
  return states.map((state) => {
    const beam = new Beam(system, state, options);
    while (!beam.isDone) {
      const open = beam.candidates.filter(({ state }) => !state.isFinal).map(({ state }) => state);
      beam.advance({
        scores: step.scoreAll(open),
        rows: Int32Array.from(open.keys()),
        listActions: (candidate, valid) => system.listValid(beam.candidates[candidate].state, valid),
      });
    }
    return beam;
  });
}
