export interface TransitionSettings {
  readonly updateWithOracleCutSize?: number;
  readonly minActionFreq?: number;
  readonly learnTokens?: boolean;
  readonly incorrectSpansKey?: string | null;
  readonly beam?: BeamSettings;
}

/** How many analyses of a document are followed side by side. */
export interface BeamSettings {
  /** Analyses that are kept; 1 takes the best action at each step. */
  readonly width: number;
  /** Analyses that are less likely than the mean by this factor are dropped; 0 drops none. */
  readonly density: number;
  /** The share of training steps that follow a beam; the others follow the best action. */
  readonly updateProb: number;
}

/** The settings of a transition-based component as spaCy stores them. */
export function transitionSettings({
  updateWithOracleCutSize = 100,
  minActionFreq = 1,
  learnTokens = false,
  incorrectSpansKey = null,
  beam = { width: 1, density: 0, updateProb: 0 },
}: TransitionSettings) {
  return {
    moves: null,
    update_with_oracle_cut_size: updateWithOracleCutSize,
    multitasks: [],
    min_action_freq: minActionFreq,
    learn_tokens: learnTokens,
    beam_width: beam.width,
    beam_density: beam.density,
    beam_update_prob: beam.updateProb,
    incorrect_spans_key: incorrectSpansKey,
  };
}
