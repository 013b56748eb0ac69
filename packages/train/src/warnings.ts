import { warningCatalogue } from "@x/core";

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

/** Every warning that the train package gives. */
export const warning = warningCatalogue({
  W117: (component: string, group: string) =>
    `[components.${component}] incorrect_spans_key = "${group}": the training corpus has no such group of spans, so it changes nothing.`,
  W203: (disabled: readonly string[]) =>
    `[training] annotating_components names ${quoted(disabled)}, which [nlp] disabled keeps from running.`,
  W210: () =>
    "No score has a weight: every evaluation gives 0.00, and the first pipeline is the best one. Set [training.score_weights].",
  W211: (asP211: string) => `${asP211} The other scores count.`,
  W212: (asP212: string) => `${asP212} The other scores count.`,
  W213: (components: readonly string[], step: number) =>
    `The training went astray: the loss of ${quoted(components)} is no number (first seen in step ${step}). A lower learn_rate may help; the best pipeline so far is kept.`,
});
