import { languageFromConfig, type Language } from "@x/pipeline";
import { checkListeners, withVectors } from "@x/pipeline/spi";
import { checkSpanGroups, resolveCorpora, trainingSettings } from "@x/train";
import type { Command } from "commander";
import { checkConfig } from "../complete-config";
import { findFunctions, findVariables } from "../config-overview";
import type { CommandContext } from "../context";
import { buildOptions } from "../io/build-options";
import { readConfig } from "../io/config-file";
import { formatTable } from "../io/table";
import { addOption } from "../options";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption } from "./shared-options";

interface DebugConfigOptions {
  readonly code?: string;
  readonly showFunctions?: boolean;
  readonly showVariables?: boolean;
}

const details = `
Checks everything that doesn't need data: names, arguments and their types, variables, listeners and their upstreams.
All problems are shown at once, each with its line. Settings can be overridden as for x train: --paths.train corpus/train.spacy

Examples:
  x debug config config.cfg
  x debug config config.cfg --show-variables --training.max_steps 500
`;

/** `x debug config`: whether a config can be trained, and what it resolves to. */
export function addDebugConfig(parent: Command, context: CommandContext): void {
  const command = parent
    .command("config")
    .description("Check a config and show all its problems.")
    .argument("<config>", 'the config, or "-" for standard input')
    .addHelpText("after", details)
    .action((config: string, options: DebugConfigOptions) => runDebugConfig(context, config, options));
  codeOption(command, ["--code-path"]);
  addOption(command, {
    flags: ["--show-functions", "-F"],
    help: "list the registered functions that the config uses",
  });
  addOption(command, { flags: ["--show-variables", "-V"], help: "list the variables and their values" });
  allowOverrides(command);
}

async function runDebugConfig(
  context: CommandContext,
  path: string,
  options: DebugConfigOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const config = withVectors(await readConfig(path, terminal, { overrides: context.overrides }));
  await usePackages(context, options);
  checkConfig(config);
  const nlp = await languageFromConfig(config, {
    ...buildOptions(context),
    autoFill: false,
  });
  try {
    checkTraining(nlp, context);
  } finally {
    await nlp.close();
  }
  messages.good("The config is valid");
  if (options.showVariables) {
    terminal.out(`\nVariables\n${formatTable(findVariables(config), { head: ["variable", "value"] })}`);
  }
  if (options.showFunctions) {
    const rows = findFunctions(config).map(({ path: place, kind, name }) => [place, `@${kind}`, name]);
    terminal.out(`\nRegistered functions\n${formatTable(rows, { head: ["section", "registry", "name"] })}`);
  }
}

/** What only the assembled pipeline can tell. */
function checkTraining(nlp: Language, { messages }: CommandContext): void {
  const settings = trainingSettings(nlp);
  checkListeners(nlp.pipeline, {
    frozen: settings.frozen_components,
    annotating: settings.annotating_components,
  });
  checkSpanGroups(nlp, settings);
  const config = nlp.config.interpolate();
  for (const corpus of [settings.train_corpus, settings.dev_corpus]) {
    // Paths are usually given with the training, so a missing one is no problem of the config.
    if (config.get(`${corpus}.path`) === null)
      messages.info(`[${corpus}] has no path yet; x train takes it as a setting`);
    else resolveCorpora(nlp, [corpus]);
  }
}
