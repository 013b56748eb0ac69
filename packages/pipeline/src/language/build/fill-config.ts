import { type Config, fillConfig, type Registry, registry as globalRegistry } from "@x/core";
import { defaultConfig, defaultPretrainingConfig, sectionSchemas } from "./schemas";

/**
 * Fills a config with the defaults of a pipeline: what `x init fill-config` writes, and what a pipeline is made from.
 *
 * @param options.pretraining add the sections for pretraining (default false)
 */
export function fillPipelineConfig(
  config: Config,
  options: { readonly registry?: Registry; readonly pretraining?: boolean } = {},
): Config {
  const { registry = globalRegistry, pretraining = false } = options;
  const { nlp, training, initialize } = sectionSchemas;
  return fillConfig(config, {
    registry,
    defaults: defaultConfig(),
    schemas: { nlp, training, initialize },
    pretraining: pretraining ? defaultPretrainingConfig() : undefined,
  });
}
