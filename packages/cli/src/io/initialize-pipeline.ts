import { registry, type Config } from "@x/core";
import { initNlp, load, type Language } from "@x/pipeline";
import { completeConfig } from "../complete-config";
import type { CommandContext } from "../context";

/** Builds the pipeline of a config and initializes it with its training corpus. */
export async function initializePipeline(config: Config, { messages }: CommandContext): Promise<Language> {
  messages.divider("Initializing the pipeline");
  const nlp = await initNlp(completeConfig(config), {
    registry,
    loadSource: (source, shared) => load(source, { ...shared, packages: [] }),
    onPretrained: ({ path, node, parameters, before, after }) =>
      messages.info(
        `Pretrained ${node}: ${parameters} parameters from ${path} (checksum ${before} -> ${after})`,
      ),
  });
  messages.good(`Initialized: ${nlp.pipeNames.join(", ")}`);
  return nlp;
}
