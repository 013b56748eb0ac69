import type { Config } from "@x/core";
import { languageFromConfig, type Language } from "@x/pipeline";
import { completeConfig } from "../complete-config";
import type { CommandContext } from "../context";
import { buildOptions } from "./build-options";

/** Builds the pipeline of a config, which is completed with defaults and checked first. */
export function buildPipeline(config: Config, context: CommandContext): Promise<Language> {
  return languageFromConfig(completeConfig(config), { ...buildOptions(context), autoFill: false });
}
