import { showValue } from "@x/core/spi";
import type { Command } from "commander";
import { initConfig } from "../config";
import type { CommandContext } from "../context";
import { formatDiff } from "../diff";
import { readConfig } from "../io/config-file";
import { addOption } from "../options";
import { usePackages } from "../packages";

interface DiffConfigOptions {
  readonly compareTo?: string;
  readonly optimize: "efficiency" | "accuracy";
  readonly gpu?: boolean;
  readonly pretraining?: boolean;
  readonly markdown?: boolean;
}

const details = `
Without --compare-to, the config is compared with the output of x init config for its language and components.

Examples:
  x debug diff-config config.cfg
  x debug diff-config config.cfg --compare-to other.cfg --markdown
`;

/** `x debug diff-config`: how a config differs from the defaults, or from another one. */
export function addDebugDiffConfig(parent: Command, context: CommandContext): void {
  const command = parent
    .command("diff-config")
    .description("Show how a config differs from the default, or from another config.")
    .argument("<config>", 'the config, or "-" for standard input')
    .addHelpText("after", details)
    .action((config: string, options: DiffConfigOptions) => runDiffConfig(context, config, options));
  addOption(command, { flags: ["--compare-to"], value: "config", help: "the config to compare with" });
  addOption(command, {
    flags: ["--optimize", "-o"],
    value: "goal",
    help: "the default to compare with",
    default: "efficiency",
    choices: ["efficiency", "accuracy"],
  });
  addOption(command, { flags: ["--gpu", "-G"], help: "compare with the default for a transformer" });
  addOption(command, {
    flags: ["--pretraining", "--pt"],
    help: "compare with a default that has a section for x pretrain",
  });
  addOption(command, { flags: ["--markdown", "-md"], help: "print a Markdown block" });
}

async function runDiffConfig(
  context: CommandContext,
  path: string,
  options: DiffConfigOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const config = await readConfig(path, terminal);
  await usePackages(context);
  const lang = showValue(config.get("nlp.lang") ?? "en");
  const pipeline = (config.get("nlp.pipeline") ?? []) as string[];
  if (options.compareTo === undefined)
    messages.info(`Compared with the default for ${lang}, components ${pipeline.join(", ")}`);
  const other =
    options.compareTo === undefined
      ? initConfig({
          lang,
          pipeline,
          optimize: options.optimize,
          gpu: options.gpu ?? false,
          pretraining: options.pretraining ?? false,
        })
      : await readConfig(options.compareTo, terminal);
  const [before, after] = [other.toString(), config.toString()];
  if (before === after) return messages.warn("Nothing to show: the configs are the same");
  const diff = formatDiff(before, after, terminal.color && !options.markdown);
  terminal.out(options.markdown ? `\`\`\`diff\n${diff}\`\`\`\n` : diff);
}
