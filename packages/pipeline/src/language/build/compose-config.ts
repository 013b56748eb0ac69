import { combineScoreWeights, type Config } from "@x/core";
import type { ComponentConfig } from "../../contracts/has-components";
import type { HasComponents } from "../../contracts/has-components";
import type { Tokenizes } from "../../contracts/makes-docs";

/** Brings a pipeline's config up to date with its components; their score weights are combined. */
export function composeConfig(
  nlp: HasComponents & Pick<Tokenizes, "lang">,
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

function scoreWeights(
  nlp: HasComponents & Pick<Tokenizes, "lang">,
  config: Config,
): ReadonlyMap<string, unknown> {
  const own = config.value("training.score_weights");
  const declared = nlp.components.map(({ registration }) => registration?.defaultScoreWeights ?? {});
  return combineScoreWeights(declared, own instanceof Map ? own : new Map());
}

function entriesOf(config: ComponentConfig): Iterable<readonly [string, unknown]> {
  return config instanceof Map ? config : Object.entries(config);
}
