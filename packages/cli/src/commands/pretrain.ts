import { showValue } from "@x/core/spi";
import { type Config, registry } from "@x/core";
import { writeFileSafely } from "@x/core/files";
import { fillPipelineConfig, loadPretrained } from "@x/pipeline/spi";
import { createPretraining, hasState, pretrainFolder, runPretraining, type Pretraining } from "@x/pretrain";
import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { checkConfig } from "../complete-config";
import { chooseRuntime, type DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { buildOptions } from "../io/build-options";
import { readConfig } from "../io/config-file";
import { lossCurve, type CurvePoint } from "../io/loss-curve";
import { pretrainTable } from "../io/pretrain-table";
import { trainingScreen } from "../io/training-screen";
import { exists, isDirectory } from "../io/walk";
import { addOption } from "../options";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption, gpuOption, verboseOption, wholeNumber } from "./shared-options";

interface PretrainOptions extends DeviceOptions {
  readonly code?: string;
  readonly resume?: boolean;
  readonly resumePath?: string;
  readonly epochResume?: number;
  readonly skipLast?: boolean;
  readonly force?: boolean;
  readonly skipBroken?: boolean;
  readonly shuffleBuffer: number;
  readonly stateEvery: number;
}

const details = `
The config needs a section [pretraining]: x init fill-config config.cfg config_pretrain.cfg --pretraining
It specifies which network is pretrained (component, layer) and on what (corpus). Each epoch saves model0.bin, model1.bin, ...

  x train config.cfg --initialize.init_tok2vec pretrain/model4.bin

With --resume, a run that was stopped or killed continues from pretrain-state.bin and ends with the same bytes as an uninterrupted one.
With --resume-path, only the weights of the embedding layer are loaded from a file; everything else starts afresh.

Examples:
  x pretrain config_pretrain.cfg ./pretrain --paths.raw_text texts.jsonl
  x pretrain ./pretrain/config.cfg ./pretrain --resume
  x pretrain config_pretrain.cfg ./more --resume-path pretrain/model3.bin --epoch-resume 4
`;

/** `x pretrain`: pretrains the embedding layer of a pipeline on raw text. */
export function addPretrain(parent: Command, context: CommandContext): void {
  const command = parent
    .command("pretrain")
    .description("Pretrain the embedding layer of a pipeline on raw text.")
    .argument("<config>", 'a config with a [pretraining] section, or "-" for standard input')
    .argument("<output>", "the output folder for the weights of each epoch")
    .addHelpText("after", details)
    .action((config: string, output: string, options: PretrainOptions) =>
      runPretrain(context, { config, output }, options),
    );
  addOption(command, { flags: ["--resume"], help: "resume the run in the output folder" });
  addOption(command, {
    flags: ["--resume-path", "-r"],
    value: "file",
    help: "start from these weights, for example pretrain/model3.bin",
  });
  addOption(command, {
    flags: ["--epoch-resume", "-er"],
    value: "n",
    help: "the first epoch with --resume-path; default: the one after the file's",
    parse: wholeNumber(0),
  });
  addOption(command, { flags: ["--skip-last", "-L"], help: "do not write model-last.bin" });
  addOption(command, { flags: ["--force", "-F"], help: "replace the files of another run" });
  addOption(command, {
    flags: ["--skip-broken"],
    help: "skip unusable lines of the corpus instead of rejecting it",
  });
  addOption(command, {
    flags: ["--shuffle-buffer"],
    value: "n",
    help: "size of the shuffle buffer in docs; 0: keep the order of the corpus",
    default: 2000,
    parse: wholeNumber(0),
  });
  addOption(command, {
    flags: ["--state-every"],
    value: "n",
    help: "batches between saves of the state for --resume, in addition to the end of each epoch",
    default: 500,
    parse: wholeNumber(0),
  });
  codeOption(command);
  gpuOption(command);
  verboseOption(command);
  allowOverrides(command);
}

async function runPretrain(
  context: CommandContext,
  paths: { readonly config: string; readonly output: string },
  options: PretrainOptions,
): Promise<void> {
  const { terminal, messages } = context;
  if (options.resume && options.resumePath !== undefined)
    throw errors.conflictingOptions("--resume", "--resume-path");
  const config = await readConfig(paths.config, terminal, { overrides: context.overrides });
  await usePackages(context, options);
  await chooseRuntime(context, options, { config });
  // The objective and the corpus have to be there, or there is nothing to pretrain.
  const hasSection = Object.keys(config.get("pretraining") ?? {}).length > 0;
  const complete = fillPipelineConfig(config, { registry, pretraining: hasSection });
  checkConfig(complete);
  const weights = await startingWeights(context, options);
  const run = await createPretraining(complete, buildOptions(context));
  messages.good(
    `Pretraining "${run.name}" with ${showValue(config.get("pretraining.objective.@architectures") ?? "its objective")}`,
  );
  if (weights !== undefined) {
    const { component, layer } = run.settings;
    const place = { component, layer };
    const report = loadPretrained(run.nlp, { path: weights.path, bytes: weights.bytes, place });
    messages.info(`Starting with ${report.path}: ${report.parameters} parameters, epoch ${weights.epoch}`);
    messages.info("Only the weights were restored; --resume restores a whole run");
  }
  const folder = resolve(terminal.cwd, paths.output);
  const resume = options.resume === true;
  if (options.skipBroken) run.corpus.brokenLines = "skip";
  if (!resume) run.corpus.check?.();
  const output = pretrainFolder(folder, {
    resume: resume || options.resumePath !== undefined,
    force: options.force,
  });
  try {
    if (resume && !hasState(output))
      messages.warn(`${paths.output} holds no interrupted pretraining: this one begins`);
    if (output.replacesRun) messages.info(`${paths.output} holds a pretraining, which this one replaces`);
    await learn(context, run, {
      ...options,
      folder,
      shown: paths.output,
      output,
      firstEpoch: weights?.epoch,
      config,
    });
  } finally {
    output.close?.();
  }
}

async function learn(
  context: CommandContext,
  run: Pretraining,
  options: PretrainOptions & {
    readonly folder: string;
    readonly shown: string;
    readonly output: ReturnType<typeof pretrainFolder>;
    readonly firstEpoch: number | undefined;
    readonly config: Config;
  },
): Promise<void> {
  const { terminal, messages } = context;
  messages.divider("Pretraining");
  const screen = trainingScreen(terminal, 0);
  const table = pretrainTable((text) => screen.stdout.write(text));
  const points: CurvePoint[] = [];
  let steps = 0;
  const interrupt = new AbortController();
  let code = 0;
  const forget = terminal.onInterrupt((interruption) => {
    forget();
    ({ code } = interruption);
    interrupt.abort();
    screen.notice("Interrupted: finishing this batch, then saving; go on with --resume\n");
  });
  try {
    const result = await runPretraining(run, {
      output: options.output,
      clock: () => terminal.now() / 1000,
      resume: options.resume,
      firstEpoch: options.firstEpoch,
      skipLast: options.skipLast,
      shuffle: options.shuffleBuffer,
      stateEvery: options.stateEvery,
      onBegin: ({ isResumed, epoch, steps: done }) => {
        // The config beside a state is the one that it continues with.
        writeFileSafely(join(options.folder, "config.cfg"), options.config.toString());
        if (isResumed)
          messages.info(`Going on with the run in ${options.shown}: epoch ${epoch}, ${done} steps are done`);
      },
      onRow: (row) => {
        table(row);
        points.push({ words: row.words, loss: row.smoothed });
      },
      onStep: () => screen.step(++steps),
      signal: interrupt.signal,
    });
    screen.close();
    const { skipped = [] } = run.corpus;
    if (skipped.length > 0) messages.warn(`${skipped.length} lines were skipped, first: ${skipped[0]}`);
    if (points.length > 1)
      writeFileSafely(join(options.folder, "pretrain.html"), lossCurve(points, { title: run.name }));
    if (result.aborted) context.exitCode = code;
    const { lastModel } = result;
    if (lastModel !== undefined)
      messages.good(`Saved ${join(options.shown, lastModel)}; use it with --initialize.init_tok2vec`);
  } finally {
    screen.close();
    forget();
    await run.nlp.close();
  }
}

/** The weights that `--resume-path` names, and the epoch that comes next. */
async function startingWeights(
  { terminal }: CommandContext,
  { resumePath, epochResume }: PretrainOptions,
): Promise<{ path: string; bytes: Uint8Array; epoch: number } | undefined> {
  if (resumePath === undefined) return undefined;
  const file = resolve(terminal.cwd, resumePath);
  if (!(await exists(file)) || (await isDirectory(file)))
    throw errors.missingInput("The weights file", resumePath);
  const number = /^model(\d+)\.bin$/.exec(basename(file))?.[1];
  const epoch = epochResume ?? (number === undefined ? undefined : Number(number) + 1);
  if (epoch === undefined) throw errors.unknownEpoch(resumePath);
  return { path: resumePath, bytes: new Uint8Array(await readFile(file)), epoch };
}
