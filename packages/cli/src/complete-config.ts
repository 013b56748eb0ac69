import { fillConfig, registry, validateConfig, type Config } from "@x/core";
import { defaultConfig, fillPipelineConfig, sectionSchemas } from "@x/pipeline/spi";

/** The sections that a training needs. */
const required = ["nlp", "training", "initialize"];

/** Throws one error with all problems of a config: unknown names, wrong arguments, missing sections. */
export function checkConfig(config: Config): void {
  validateConfig(config, { registry, schemas: sectionSchemas, required });
}

/** A config with all defaults, and checked. */
export function completeConfig(config: Config): Config {
  // Filling drops the settings that a section does not know, and one of them may be a typo: it is checked with them.
  checkConfig(fillConfig(config, { registry, defaults: defaultConfig() }));
  return fillPipelineConfig(config, { registry });
}
