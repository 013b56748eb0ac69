import { Float, type Config } from "@x/core";
import { combineScoreWeights } from "../training/score";
import type { ComponentConfig } from "./create-component";
import type { Language } from "./language";

/** Brings a pipeline's config up to date with its components; their score weights are combined. */
export function composeConfig(
  nlp: Language,
  config: Config,
  components: ReadonlyMap<string, ComponentConfig>,
): Config {
  config.set("nlp.lang", nlp.lang);
  config.set("nlp.pipeline", nlp.componentNames);
  config.set("nlp.disabled", nlp.disabled);
  const sections = nlp.components.map(({ name, factory }) => {
    const settings = new Map<string, unknown>([["factory", factory]]);
    for (const [key, value] of entriesOf(components.get(name) ?? {})) settings.set(key, value);
    return [name, settings] as const;
  });
  config.set("components", new Map(sections));
  config.set("training.score_weights", scoreWeights(nlp, config));
  return config;
}

function scoreWeights(nlp: Language, config: Config): Map<string, unknown> {
  const own = config.value("training.score_weights");
  const stored = own instanceof Map ? own : new Map<string, unknown>();
  const overrides = (config.get("training.score_weights") ?? {}) as Record<string, number | null>;
  const declared = nlp.components.map(({ registration }) => registration?.defaultScoreWeights ?? {});
  const combined = combineScoreWeights(declared, overrides);
  return new Map(
    Object.entries(combined).map(([key, weight]) => {
      // Weights are floats in a config: 1.0, not 1. What the config itself says keeps its form.
      if (weight === 0 && stored.has(key)) return [key, stored.get(key)];
      return [key, weight === null ? null : new Float(weight)];
    }),
  );
}

function entriesOf(config: ComponentConfig): Iterable<readonly [string, unknown]> {
  return config instanceof Map ? config : Object.entries(config);
}
