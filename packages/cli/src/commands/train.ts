import { registry } from "@x/core";
import { createLogFile, initNlp, load, train, type Language } from "@x/pipeline";
import type { Command } from "commander";
import { join, resolve } from "node:path";
import { completeConfig } from "../complete-config";
import type { CommandContext } from "../context";
import { readConfig } from "../io/config-file";
import { trainingScreen } from "../io/training-screen";
import { addOption } from "../options";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption, gpuOption, verboseOption } from "./shared-options";

interface TrainCommandOptions {
  readonly output?: string;
  readonly code?: string;
}

const details = `
Settings of the config can be given here: --training.max_steps 500, or --nlp.batch_size=64;
a name alone means true. The environment variable SPACY_CONFIG_OVERRIDES takes the same, and wins.

Ctrl-C ends the training after the step that is running and saves model-last; a second Ctrl-C ends it at once.

Examples:
  x train config.cfg --output out --paths.train corpus/train.spacy --paths.dev corpus/dev.spacy
  x train config.cfg -o out --code ./my-layers.ts --training.max_steps 500
`;

/** `x train`: trains a pipeline and saves the best and the last. */
export function addTrain(parent: Command, context: CommandContext): void {
  const command = parent
    .command("train")
    .description("Train a pipeline as its config says; saves model-best and model-last.")
    .argument("<config>", 'the config, or "-" for standard input')
    .addHelpText("after", details)
    .action((config: string, options: TrainCommandOptions) => runTrain(context, config, options));
  addOption(command, {
    flags: ["--output", "--output-path", "-o"],
    value: "folder",
    help: "where to save the pipelines; without it nothing is saved",
  });
  codeOption(command);
  gpuOption(command);
  verboseOption(command);
  allowOverrides(command);
}

async function runTrain(
  context: CommandContext,
  path: string,
  { output, code }: TrainCommandOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const config = await readConfig(path, terminal, { overrides: context.overrides });
  await usePackages({ cwd: terminal.cwd, code });
  const folder = output === undefined ? undefined : resolve(terminal.cwd, output);
  if (output === undefined) messages.info("Nothing will be saved: no --output given");
  else messages.info(`Saving to ${output}`);

  messages.divider("Initializing the pipeline");
  const nlp = await initNlp(completeConfig(config), {
    registry,
    loadSource: (source, shared) => load(source, { ...shared, packages: [] }),
    onPretrained: ({ path: file, node, parameters, before, after }) =>
      messages.info(
        `Pretrained ${node}: ${parameters} parameters from ${file} (checksum ${before} -> ${after})`,
      ),
  });
  messages.good(`Initialized: ${nlp.pipeNames.join(", ")}`);

  messages.divider("Training");
  const screen = trainingScreen(terminal, Number(nlp.config.interpolate().get("training.max_steps") ?? 0));
  const interrupt = new AbortController();
  const forget = terminal.onInterrupt(() => {
    // Listened to once: a second Ctrl-C ends the process as usual.
    forget();
    interrupt.abort();
    screen.notice("Interrupted: finishing this step, then saving model-last\n");
  });
  try {
    const result = await train(nlp, {
      stdout: screen.stdout,
      stderr: screen.stderr,
      clock: () => terminal.now() / 1000,
      createFile: (file) => createLogFile(resolve(terminal.cwd, file)),
      save:
        folder === undefined
          ? undefined
          : (stored, checkpoints) => saveCheckpoints(stored, folder, checkpoints),
      onStep: ({ step }) => screen.step(step),
      signal: interrupt.signal,
    });
    screen.close();
    if (result.aborted) context.exitCode = 130;
    if (result.best)
      messages.good(`Best score ${(result.best.score * 100).toFixed(2)} at step ${result.best.step}`);
    if (output !== undefined) {
      messages.good(
        `Saved ${result.best ? `${join(output, "model-best")} and ` : ""}${join(output, "model-last")}`,
      );
    }
  } finally {
    screen.close();
    forget();
    await nlp.close();
  }
}

async function saveCheckpoints(
  nlp: Language,
  folder: string,
  checkpoints: readonly ("best" | "last")[],
): Promise<string> {
  for (const checkpoint of checkpoints) await nlp.toDisk(join(folder, `model-${checkpoint}`));
  return join(folder, "model-last");
}
