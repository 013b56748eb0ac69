import type { Config } from "@x/core";
import type { Language } from "@x/pipeline";
import { initNlp } from "@x/train";
import { completeConfig } from "../complete-config";
import type { CommandContext } from "../context";
import { buildOptions } from "./build-options";

/** Builds the pipeline of a config and initializes it with its training corpus. */
export async function initializePipeline(config: Config, context: CommandContext): Promise<Language> {
  const { messages } = context;
  messages.divider("Initializing the pipeline");
  const nlp = await initNlp(completeConfig(config), {
    ...buildOptions(context),
    onPretrained: ({ path, node, parameters, before, after }) =>
      messages.info(
        `Pretrained ${node}: ${parameters} parameters from ${path} (checksum ${before} -> ${after})`,
      ),
  });
  messages.good(`Initialized: ${nlp.pipeNames.join(", ")}`);
  return nlp;
}
