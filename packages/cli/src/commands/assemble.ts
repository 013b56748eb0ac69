import { checkPipelineFolder } from "@x/pipeline/files";
import { checkListeners } from "@x/pipeline/spi";
import { checkSpanGroups } from "@x/train";
import type { Command } from "commander";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { buildPipeline } from "../io/build-pipeline";
import { readConfig } from "../io/config-file";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption, verboseOption } from "./shared-options";

const details = `
For pipelines that need no training: rule-based components, and components from other pipelines (source = "...").

Example:
  x assemble config.cfg out/pipeline --code ./my-components.ts
`;

/** `x assemble`: puts a pipeline together as its config says, without training. */
export function addAssemble(parent: Command, context: CommandContext): void {
  const command = parent
    .command("assemble")
    .description("Build a pipeline from its config without training, and save it.")
    .argument("<config>", 'the config, or "-" for standard input')
    .argument("<output>", "the folder for the pipeline")
    .addHelpText("after", details)
    .action((config: string, output: string, options: { readonly code?: string }) =>
      runAssemble(context, { config, output }, options),
    );
  codeOption(command);
  verboseOption(command);
  allowOverrides(command);
}

async function runAssemble(
  context: CommandContext,
  paths: { readonly config: string; readonly output: string },
  { code }: { readonly code?: string },
): Promise<void> {
  const { terminal, messages } = context;
  const config = await readConfig(paths.config, terminal, { overrides: context.overrides });
  await usePackages(context, { code });
  checkPipelineFolder(resolve(terminal.cwd, paths.output));
  messages.divider("Assembling the pipeline");
  const nlp = await buildPipeline(config, context);
  try {
    const sections = (config.get("components") ?? {}) as Record<string, { readonly source?: unknown }>;
    const sourced = Object.keys(sections).filter((name) => sections[name].source !== undefined);
    // Nothing learns here, and everything predicts.
    checkListeners(nlp.pipeline, { frozen: sourced, annotating: nlp.componentNames });
    checkSpanGroups(nlp);
    await nlp.initialize(undefined, { exclude: sourced });
    messages.good(`Assembled: ${nlp.pipeNames.join(", ")}`);
    await nlp.toDisk(resolve(terminal.cwd, paths.output));
    messages.good(`Saved the pipeline: ${paths.output}`);
  } finally {
    await nlp.close();
  }
}
