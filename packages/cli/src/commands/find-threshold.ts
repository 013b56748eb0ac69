import { TrainablePipe } from "@x/pipeline";
import { corpus } from "@x/train";
import type { Command } from "commander";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readPipeline } from "../io/read-pipeline";
import { exists } from "../io/walk";
import { addOption } from "../options";
import { codeOption, gpuOption, verboseOption, wholeNumber } from "./shared-options";

interface FindThresholdOptions {
  /** By spaCy's name of the option. */
  readonly n_trials: number;
  readonly code?: string;
  readonly goldPreproc?: boolean;
}

interface Paths {
  readonly pipeline: string;
  readonly data: string;
  readonly component: string;
  readonly thresholdKey: string;
  readonly scoresKey: string;
}

const details = `
Evaluates the pipeline with thresholds from 0 to 1 and shows the score of each. The pipeline is not changed: set the best
one in its config.

Example:
  x find-threshold out/model-best corpus/dev.spacy spancat threshold spans_sc_f --n_trials 21
`;

/** `x find-threshold`: the threshold of a component with the best score. */
export function addFindThreshold(parent: Command, context: CommandContext): void {
  const command = parent
    .command("find-threshold")
    .description("Try thresholds for a component and find the one with the best score.")
    .argument("<pipeline>", "folder of the pipeline")
    .argument("<data>", "a .spacy file, or a folder of them")
    .argument("<component>", "the component with the threshold")
    .argument("<threshold-key>", "its setting, for example threshold")
    .argument("<scores-key>", "the score to maximize, for example spans_sc_f or cats_macro_f")
    .addHelpText("after", details)
    .action((...args: [string, string, string, string, string, FindThresholdOptions]) => {
      const [pipeline, data, component, thresholdKey, scoresKey, options] = args;
      return runFindThreshold(context, { pipeline, data, component, thresholdKey, scoresKey }, options);
    });
  addOption(command, {
    flags: ["--n_trials", "--n-trials", "-n"],
    value: "n",
    help: "the number of thresholds to try",
    default: 11,
    parse: wholeNumber(2),
  });
  codeOption(command);
  gpuOption(command);
  addOption(command, {
    flags: ["--gold-preproc", "-G"],
    help: "predict on the gold tokens, sentence by sentence",
  });
  verboseOption(command);
}

async function runFindThreshold(
  context: CommandContext,
  { pipeline, data, component, thresholdKey, scoresKey }: Paths,
  options: FindThresholdOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const path = resolve(terminal.cwd, data);
  if (!(await exists(path))) throw errors.missingInput("The evaluation data", data);
  const nlp = await readPipeline(pipeline, context, options);
  try {
    const pipe = nlp.getPipe(component);
    if (!(pipe instanceof TrainablePipe) || pipe.scorer === undefined) throw errors.noScorer(component);
    const setting = settingOf(pipe.cfg, thresholdKey, component);
    const examples = [...corpus(path, { goldPreproc: options.goldPreproc ?? false })(nlp)];
    if (examples.length === 0) throw errors.noDocuments(data);
    const trials = options.n_trials;
    messages.info(`Trying ${trials} thresholds of ${component} for the best ${scoresKey}`);
    terminal.out(`${row("Threshold", scoresKey)}\n`);
    const found: { readonly threshold: number; readonly score: number }[] = [];
    for (let i = 0; i < trials; i++) {
      const threshold = i / (trials - 1);
      setting.set(threshold);
      const scores = await nlp.evaluate(examples);
      const score = scores[scoresKey];
      if (typeof score !== "number") throw errors.unknownScore(scoresKey, numbersOf(scores));
      found.push({ threshold, score });
      terminal.out(`${row(rounded(threshold), rounded(score))}\n`);
    }
    report(found, { context, scoresKey });
  } finally {
    await nlp.close();
  }
}

/** A setting of a component by its dotted name. */
function settingOf(
  cfg: Record<string, unknown>,
  key: string,
  component: string,
): { set(value: number): void } {
  const path = key.split(".");
  const last = path.pop()!;
  let place: unknown = cfg;
  for (const name of path) place = (place as Record<string, unknown> | null | undefined)?.[name];
  if (typeof place !== "object" || place === null || !(last in place))
    throw errors.unknownSetting(component, key, Object.keys(cfg));
  const holder = place as Record<string, unknown>;
  return { set: (value) => (holder[last] = value) };
}

function report(
  found: readonly { readonly threshold: number; readonly score: number }[],
  { context, scoresKey }: { readonly context: CommandContext; readonly scoresKey: string },
): void {
  const { terminal, messages } = context;
  // The first of the best, as spaCy takes it.
  const best = found.reduce((first, each) => (each.score > first.score ? each : first));
  if (found.every(({ score }) => score === best.score))
    messages.warn(
      `Every threshold has the same ${scoresKey}. Is it a score that depends on the threshold? For textcat_multilabel these are cats_macro_f and cats_micro_f; a textcat has none.`,
    );
  else terminal.out(`\nBest threshold: ${rounded(best.threshold, 4)} with ${scoresKey} = ${best.score}\n`);
}

const row = (threshold: string, score: string) => `${threshold.padEnd(10)}  ${score}`;
const rounded = (value: number, digits = 3) => String(Number(value.toFixed(digits)));
const numbersOf = (scores: Readonly<Record<string, unknown>>) =>
  Object.keys(scores).filter((key) => typeof scores[key] === "number");
