import { registry } from "@x/core";
import type { Command } from "commander";
import type { CommandContext } from "../context";
import { initConfig } from "../config";
import { saveConfig } from "../io/config-file";
import { addOption } from "../options";
import { usePackages } from "../packages";

interface InitConfigOptions {
  readonly lang: string;
  readonly pipeline: string;
  readonly optimize: "efficiency" | "accuracy";
  readonly gpu?: boolean;
  readonly pretraining?: boolean;
  readonly force?: boolean;
}

const details = `
The config is complete: it contains every default, so that you can read and change it. The shared tok2vec layer is added
automatically for the components that use it.

Examples:
  x init config config.cfg --lang en --pipeline tagger,ner
  x init config - --pipeline ner --optimize accuracy > config.cfg
`;

/** `x init config`: a config to start from. */
export function addInitConfig(parent: Command, context: CommandContext): void {
  const command = parent
    .command("config")
    .description("Create a training config for the given components.")
    .argument("<output>", 'the file to write, or "-" for standard output')
    .addHelpText("after", details)
    .action((output: string, options: InitConfigOptions) => runInitConfig(context, output, options));
  addOption(command, { flags: ["--lang", "-l"], value: "code", help: "the language", default: "en" });
  addOption(command, {
    flags: ["--pipeline", "-p"],
    value: "names",
    help: "the components, comma-separated",
    default: "tagger,parser,ner",
  });
  addOption(command, {
    flags: ["--optimize", "-o"],
    value: "goal",
    help: "a small and fast pipeline, or a larger and more accurate one",
    default: "efficiency",
    choices: ["efficiency", "accuracy"],
  });
  addOption(command, { flags: ["--gpu", "-G"], help: "use a transformer, to be trained on a GPU" });
  addOption(command, { flags: ["--pretraining", "-pt"], help: "add a section for x pretrain" });
  addOption(command, { flags: ["--force", "-F"], help: "overwrite the output file" });
}

async function runInitConfig(
  context: CommandContext,
  output: string,
  options: InitConfigOptions,
): Promise<void> {
  const { messages } = context;
  await usePackages(context);
  const pipeline = splitNames(options.pipeline);
  const config = initConfig({
    lang: options.lang,
    pipeline,
    optimize: options.optimize,
    gpu: options.gpu ?? false,
    pretraining: options.pretraining ?? false,
  });
  await saveConfig(config.toString(), output, { context, force: options.force ?? false });
  const unknown = pipeline.filter((name) => !registry.has("factories", name));
  if (unknown.length > 0) {
    messages.warn(
      `No installed package provides ${unknown.join(", ")}: training with this config will be refused`,
    );
  }
  if (output === "-") return;
  messages.info(
    `Language ${options.lang}, components ${pipeline.join(", ")}, optimized for ${options.optimize}`,
  );
  messages.info(`Next: x train ${output} --output out --paths.train train.spacy --paths.dev dev.spacy`);
}

/** Names with commas between, also in brackets and quotes as lists are written. */
export function splitNames(text: string): string[] {
  return text
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((name) =>
      name
        .trim()
        .replace(/^(["'])(.*)\1$/, "$2")
        .trim(),
    )
    .filter((name) => name !== "");
}
