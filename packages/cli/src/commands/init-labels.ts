import { writeFileSafely } from "@x/core/files";
import type { Command } from "commander";
import { join, resolve } from "node:path";
import type { CommandContext } from "../context";
import { readConfig } from "../io/config-file";
import { initializePipeline } from "../io/initialize-pipeline";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption, gpuOption, verboseOption } from "./shared-options";

const details = `
Writes one JSON file per component, for its section of the config:
  [initialize.components.ner.labels]
  @readers = "spacy.read_labels.v1"
  path = "labels/ner.json"
Training then doesn't have to scan the corpus for labels first, and the labels keep their order.

Example:
  x init labels config.cfg labels/ --paths.train corpus/train.spacy --paths.dev corpus/dev.spacy
`;

/** `x init labels`: the labels of every component, as a corpus has them. */
export function addInitLabels(parent: Command, context: CommandContext): void {
  const command = parent
    .command("labels")
    .description("Write the labels that the components find in the training corpus.")
    .argument("<config>", 'the config, or "-" for standard input')
    .argument("<output>", "the output folder for the files NAME.json")
    .addHelpText("after", details)
    .action((config: string, output: string, options: { readonly code?: string }) =>
      runInitLabels(context, { config, output }, options),
    );
  codeOption(command);
  verboseOption(command);
  gpuOption(command);
  allowOverrides(command);
}

async function runInitLabels(
  context: CommandContext,
  paths: { readonly config: string; readonly output: string },
  { code }: { readonly code?: string },
): Promise<void> {
  const { terminal, messages } = context;
  const config = await readConfig(paths.config, terminal, { overrides: context.overrides });
  await usePackages(context, { code });
  const nlp = await initializePipeline(config, context);
  try {
    for (const { name, pipe } of nlp.pipeline) {
      const { labelData } = pipe;
      if (labelData === undefined || labelData === null) {
        messages.info(`${name} has no labels`);
        continue;
      }
      const file = join(paths.output, `${name}.json`);
      writeFileSafely(resolve(terminal.cwd, file), `${JSON.stringify(labelData, null, 2)}\n`);
      messages.good(`Labels of ${name}: ${file}`);
    }
  } finally {
    await nlp.close();
  }
}
