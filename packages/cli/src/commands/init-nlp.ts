import { checkPipelineFolder } from "@x/pipeline/files";
import type { Command } from "commander";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { readConfig } from "../io/config-file";
import { initializePipeline } from "../io/initialize-pipeline";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption, gpuOption, verboseOption } from "./shared-options";

const details = `
Example:
  x init nlp config.cfg out/untrained --paths.train corpus/train.spacy --paths.dev corpus/dev.spacy
`;

/** `x init nlp`: a pipeline as it is before its first step of training. */
export function addInitNlp(parent: Command, context: CommandContext): void {
  const command = parent
    .command("nlp", { hidden: true })
    .description("Initialize the pipeline of a config and save it untrained.")
    .argument("<config>", 'the config, or "-" for standard input')
    .argument("<output>", "the folder for the pipeline")
    .addHelpText("after", details)
    .action(async (path: string, output: string, { code }: { readonly code?: string }) => {
      const { terminal, messages } = context;
      const config = await readConfig(path, terminal, { overrides: context.overrides });
      await usePackages(context, { code });
      checkPipelineFolder(resolve(terminal.cwd, output));
      const nlp = await initializePipeline(config, context);
      try {
        await nlp.toDisk(resolve(terminal.cwd, output));
        messages.good(`Saved the pipeline: ${output}`);
      } finally {
        await nlp.close();
      }
    });
  codeOption(command);
  verboseOption(command);
  gpuOption(command);
  allowOverrides(command);
}
