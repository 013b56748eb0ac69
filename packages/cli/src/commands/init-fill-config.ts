import { registry } from "@x/core";
import { fillPipelineConfig } from "@x/pipeline/spi";
import type { Command } from "commander";
import { checkConfig } from "../complete-config";
import type { CommandContext } from "../context";
import { formatDiff } from "../diff";
import { readConfig, saveConfig } from "../io/config-file";
import { addOption } from "../options";
import { usePackages } from "../packages";
import { codeOption } from "./shared-options";

interface FillOptions {
  readonly pretraining?: boolean;
  readonly diff?: boolean;
  readonly code?: string;
}

const details = `
Existing settings stay unchanged; missing ones are added with their defaults.

Examples:
  x init fill-config base.cfg config.cfg
  x init fill-config base.cfg config.cfg --diff      show what was added
  x init fill-config base.cfg > config.cfg
`;

/** `x init fill-config`: completes a config with all defaults. */
export function addFillConfig(parent: Command, context: CommandContext): void {
  const command = parent
    .command("fill-config")
    .description("Complete a config: add every default that it omits.")
    .argument("<base>", 'the config to complete, or "-" for standard input')
    .argument("[output]", 'the file to write, or "-" for standard output', "-")
    .addHelpText("after", details)
    .action((base: string, output: string, options: FillOptions) =>
      runFill(context, { base, output }, options),
    );
  addOption(command, { flags: ["--pretraining", "-pt"], help: "add a section for x pretrain" });
  addOption(command, { flags: ["--diff", "-D"], help: "show the added lines" });
  codeOption(command, ["--code-path"]);
}

async function runFill(
  context: CommandContext,
  paths: { readonly base: string; readonly output: string },
  options: FillOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const base = await readConfig(paths.base, terminal);
  await usePackages(context, options);
  const config = fillPipelineConfig(base, { registry, pretraining: options.pretraining ?? false });
  checkConfig(config);
  const [before, after] = [base.toString(), config.toString()];
  if (before === after) messages.info("Nothing to add: the config is complete");
  else if (options.diff && paths.output !== "-") terminal.out(formatDiff(before, after, terminal.color));
  // Completing a config in place is what the command is for, so an existing file is replaced, as spaCy does.
  await saveConfig(after, paths.output, { context, force: true });
}
