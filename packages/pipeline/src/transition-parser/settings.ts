export interface TransitionSettings {
  readonly updateWithOracleCutSize?: number;
  readonly minActionFreq?: number;
  readonly learnTokens?: boolean;
  readonly incorrectSpansKey?: string | null;
}

/** The settings of a transition-based component as spaCy stores them; there is no beam here. */
export function transitionSettings({
  updateWithOracleCutSize = 100,
  minActionFreq = 1,
  learnTokens = false,
  incorrectSpansKey = null,
}: TransitionSettings) {
  return {
    moves: null,
    update_with_oracle_cut_size: updateWithOracleCutSize,
    multitasks: [],
    min_action_freq: minActionFreq,
    learn_tokens: learnTokens,
    beam_width: 1,
    beam_density: 0,
    beam_update_prob: 0,
    incorrect_spans_key: incorrectSpansKey,
  };
}
