import { warningCatalogue } from "@x/core/spi";

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

/** Every warning that the train package gives. */
export const warnings = warningCatalogue({
  missingSpanGroup: (component: string, group: string) =>
    `[W117] [components.${component}] incorrect_spans_key = "${group}": the training corpus has no such group of spans, so it changes nothing.`,
  disabledAnnotators: (disabled: readonly string[]) =>
    `[W203] [training] annotating_components names ${quoted(disabled)}, which [nlp] disabled keeps from running.`,
  noScoreWeights: () =>
    `[W210] No score has a weight: every evaluation gives 0.00, and the first pipeline is the best one. Set [training.score_weights].`,
  unreachableScores: (asP211: string) => `[W211] ${asP211} The other scores count.`,
  unmeasurableScores: (asP212: string) => `[W212] ${asP212} The other scores count.`,
  lossIsNaN: (components: readonly string[], step: number) =>
    `[W213] The training went astray: the loss of ${quoted(components)} is no number (first seen in step ${step}). A lower learn_rate may help; the best pipeline so far is kept.`,
});
