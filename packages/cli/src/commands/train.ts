import type { Config } from "@x/core";
import type { Language } from "@x/pipeline";
import { train, unpackTraining } from "@x/train";
import type { Command } from "commander";
import { join, resolve } from "node:path";
import { chooseRuntime, type DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readConfig } from "../io/config-file";
import { initializePipeline } from "../io/initialize-pipeline";
import { TrainingFolder, openLog } from "../io/training-folder";
import { TrainingReportFile } from "../io/training-report";
import { trainingScreen } from "../io/training-screen";
import { addOption } from "../options";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption, gpuOption, verboseOption } from "./shared-options";

interface TrainCommandOptions extends DeviceOptions {
  readonly output?: string;
  readonly code?: string;
  readonly resume?: boolean;
  readonly report?: string;
}

const details = `
Config settings can be overridden here: --training.max_steps 500, or --nlp.batch_size=64;
a name alone means true. The environment variable SPACY_CONFIG_OVERRIDES takes the same overrides, with higher precedence.

Ctrl-C (or SIGTERM, SIGHUP) ends training after the current step and saves model-last; a second one ends it at
once. With --resume, an interrupted run, even after a crash, continues from its last evaluation (after a signal: from
where it stopped) and ends with the same bytes as an uninterrupted run. Config and corpora must be the same; max_steps and
patience may change. If there is nothing to resume, training starts from the beginning.

Examples:
  x train config.cfg --output out --paths.train corpus/train.spacy --paths.dev corpus/dev.spacy
  x train config.cfg -o out --resume
  x train config.cfg -o out --report report.html
  x train config.cfg -o out --code ./my-layers.ts --training.max_steps 500
`;

/** `x train`: trains a pipeline and saves the best and the last. */
export function addTrain(parent: Command, context: CommandContext): void {
  const command = parent
    .command("train")
    .description("Train a pipeline as configured; saves model-best and model-last.")
    .argument("<config>", 'the config, or "-" for standard input')
    .addHelpText("after", details)
    .action((config: string, options: TrainCommandOptions) => runTrain(context, config, options));
  addOption(command, {
    flags: ["--output", "--output-path", "-o"],
    value: "folder",
    help: "the output folder for the pipelines; without it nothing is saved",
  });
  addOption(command, {
    flags: ["--resume", "-R"],
    help: "resume the interrupted training in the output folder",
  });
  addOption(command, {
    flags: ["--report"],
    value: "file",
    help: "write a page with curves of losses, scores, learning rate and speed (.html)",
  });
  codeOption(command);
  gpuOption(command);
  verboseOption(command);
  allowOverrides(command);
}

async function runTrain(
  context: CommandContext,
  path: string,
  { output, code, report, resume = false, ...device }: TrainCommandOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const config = await readConfig(path, terminal, { overrides: context.overrides });
  await usePackages(context, { code });
  await chooseRuntime(context, device, { config });
  const folder = output === undefined ? undefined : resolve(terminal.cwd, output);
  if (output === undefined) messages.info("Nothing will be saved: no --output given");
  else messages.info(`Saving to ${output}`);
  if (folder === undefined && resume) throw errors.missingOutput();

  const files = folder === undefined ? undefined : new TrainingFolder(folder, output!);
  try {
    await trainInto(context, { config, files, output, resume, report });
  } finally {
    files?.close();
  }
}

interface Training {
  readonly config: Config;
  /** undefined: nothing is saved. */
  readonly files: TrainingFolder | undefined;
  readonly output: string | undefined;
  readonly resume: boolean;
  /** undefined: no page is written. */
  readonly report: string | undefined;
}

async function trainInto(
  context: CommandContext,
  { config, files, output, resume, report }: Training,
): Promise<void> {
  const { terminal, messages } = context;
  const state = files?.readState();
  if (resume && state === undefined)
    messages.warn(`${output} holds no interrupted training: this one begins`);
  if (!resume && state !== undefined)
    messages.info(`${output} holds a training, which this one replaces; --resume goes on with it`);
  const resumed = resume && state !== undefined ? unpackTraining(state) : undefined;

  const nlp = await initializePipeline(config, context);

  messages.divider("Training");
  if (resumed !== undefined) messages.info(`Going on after step ${resumed.position.step}`);
  const screen = trainingScreen(terminal, Number(nlp.config.interpolate().get("training.max_steps") ?? 0));
  const page =
    report === undefined ? undefined : openReport(nlp, { context, report, lastStep: resumed?.position.step });
  const interrupt = new AbortController();
  let code = 0;
  const forget = terminal.onInterrupt((interruption) => {
    // Listened to once: a second signal ends the process as usual.
    forget();
    ({ code } = interruption);
    interrupt.abort();
    screen.notice("Interrupted: finishing this step, then saving model-last\n");
  });
  try {
    const result = await train(nlp, {
      stdout: screen.stdout,
      stderr: screen.stderr,
      clock: () => terminal.now() / 1000,
      env: terminal.env,
      date: () => terminal.date(),
      createFile: (file) => openLog(resolve(terminal.cwd, file), resumed?.position.step),
      save: files && ((stored, checkpoints) => files.savePipelines(stored, checkpoints)),
      saveState: files && ((bytes) => files.saveState(bytes)),
      resume: resumed && state,
      onStep: (info) => {
        screen.step(info.step);
        page?.step(info);
      },
      signal: interrupt.signal,
    });
    screen.close();
    if (result.aborted) context.exitCode = code;
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
    if (page !== undefined) {
      await page.write();
      messages.good(`Wrote the curves: ${report}`);
    }
    await nlp.close();
  }
}

function openReport(
  nlp: Language,
  given: { readonly context: CommandContext; readonly report: string; readonly lastStep?: number },
): TrainingReportFile {
  const { terminal } = given.context;
  const weights = (nlp.config.get("training.score_weights") ?? {}) as Record<string, number | null>;
  return new TrainingReportFile(resolve(terminal.cwd, given.report), {
    title: `Training of ${nlp.pipeNames.join(", ")} (${nlp.lang})`,
    scores: Object.keys(weights).filter((key) => weights[key] !== null && key !== "speed"),
    now: () => terminal.now(),
    lastStep: given.lastStep,
  });
}
