import { registry, validateConfig, type Config } from "@x/core";
import { fillPipelineConfig, sectionSchemas } from "@x/pipeline";

/** The sections that a training needs. */
const required = ["nlp", "training", "initialize"];

/** Throws one error with all problems of a config: unknown names, wrong arguments, missing sections. */
export function checkConfig(config: Config): void {
  validateConfig(config, { registry, schemas: sectionSchemas, required });
}

/** A config with all defaults, and checked. */
export function completeConfig(config: Config): Config {
  const complete = fillPipelineConfig(config, { registry });
  checkConfig(complete);
  return complete;
}
