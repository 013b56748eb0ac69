import { alias, define, flag, oneOf, orNull, text, type OptionsOf } from "@x/core/spi";
import { errors } from "../errors";
import type { HasComponents, HasConfig } from "@x/pipeline/spi";
import type { LogFile, Logger, LoggerContext, LoggerSession, TrainingInfo } from "./logger";
import { scoreAt } from "../training/score";
import { ProgressLine } from "./progress";
import { tableHead, tableRow, twoDecimals } from "./table";

/**
 * Prints a row of losses and scores for every evaluation, in the columns of spaCy's table. Scores are in percent, except `speed`.
 * Throws P204 for a bar that is unknown.
 */
export const consoleLogger = define(
  "loggers",
  "spacy.ConsoleLogger.v3",
  {
    summary: "A table of losses and scores, and the same as JSONL.",
    settings: {
      /** A bar that shows the steps of the whole training ("train") or to the next evaluation ("eval"). */
      progressBar: orNull(oneOf<string>("train", "eval")()),
      /** Whether to print the table. */
      consoleOutput: flag(true),
      /** A file for one JSON object per row; must not exist yet. */
      outputFile: orNull(text()),
    },
  },
  ({ progressBar, ...rest }): Logger => {
    if (progressBar !== null && progressBar !== "train" && progressBar !== "eval")
      throw errors.unknownProgressBar(String(progressBar));
    return (nlp, context) => new Session(nlp, context, { progressBar, ...rest });
  },
);
/** Options of `consoleLogger`. */
export type ConsoleLoggerOptions = OptionsOf<typeof consoleLogger.settings>;

/** The same with a bar to the next evaluation or none. */
export const consoleLoggerV2 = define(
  "loggers",
  "spacy.ConsoleLogger.v2",
  {
    summary: "A table of losses and scores, with a progress bar to the next evaluation.",
    settings: {
      /** Whether to show a bar. */
      progressBar: flag(false),
      /** Whether to print the table. */
      consoleOutput: flag(true),
      /** A file for one JSON object per row; must not exist yet. */
      outputFile: orNull(text()),
    },
  },
  ({ progressBar, ...rest }) => consoleLogger({ progressBar: progressBar ? "eval" : null, ...rest }),
);
/** `spacy-legacy.ConsoleLogger.v2`, another name of v2. */
export const consoleLoggerLegacyV2 = alias(consoleLoggerV2, "spacy-legacy.ConsoleLogger.v2");
/** `spacy-legacy.ConsoleLogger.v1`: v2 without its settings for output. */
export const consoleLoggerV1 = consoleLoggerV2.as(
  "spacy-legacy.ConsoleLogger.v1",
  { consoleOutput: true, outputFile: null },
  "A table of losses and scores.",
);

interface Settings {
  readonly progressBar: "train" | "eval" | null;
  readonly consoleOutput: boolean;
  readonly outputFile: string | null;
}

class Session implements LoggerSession {
  readonly #context: LoggerContext;
  readonly #settings: Settings;
  readonly #pipes: string[];
  readonly #scores: string[];
  readonly #widths: number[];
  readonly #steps: { readonly train: number; readonly eval: number };
  readonly #file: LogFile | undefined;
  #progress: ProgressLine | undefined;

  constructor(nlp: HasConfig & HasComponents, context: LoggerContext, settings: Settings) {
    this.#context = context;
    this.#settings = settings;
    this.#file = this.#openFile();
    this.#pipes = nlp.pipeline.filter(({ pipe }) => pipe.isTrainable).map(({ name }) => name);
    const training = nlp.config.get("training") as Record<string, unknown>;
    const weights = (training.score_weights ?? {}) as Record<string, number | null>;
    this.#scores = Object.keys(weights).filter((key) => weights[key] !== null);
    this.#steps = { train: Number(training.max_steps), eval: Number(training.eval_frequency) };
    const { titles, widths } = tableHead([
      { title: "E", width: 3 },
      { title: "#", width: 6 },
      ...this.#pipes.map((pipe) => ({ title: `Loss ${pipe}`, width: 8 })),
      ...this.#scores.map((title) => ({ title, width: 6 })),
      { title: "Score", width: 6 },
    ]);
    this.#widths = widths;
    if (!settings.consoleOutput) return;
    this.#print(tableRow(titles, widths, "left"));
    this.#print(widths.map((width) => "-".repeat(width)).join("  "));
  }

  logStep(info: TrainingInfo | undefined): void {
    if (info === undefined) return this.#progress?.advance();
    const losses = this.#pipes.map((pipe) => info.losses[pipe] ?? 0);
    const scores = this.#scores.map((key) => percent(key, scoreAt(info.otherScores, key)));
    const score = info.score ?? 0;
    this.#progress?.close();
    const named = (keys: readonly string[], values: readonly number[]) =>
      Object.fromEntries(keys.map((key, index) => [key, values[index]]));
    const row = {
      epoch: info.epoch,
      step: info.step,
      losses: named(this.#pipes, losses),
      scores: named(this.#scores, scores),
      score,
    };
    this.#file?.write(`${JSON.stringify(row)}\n`);
    if (!this.#settings.consoleOutput) return;
    const numbers = [...losses, ...scores, score].map(twoDecimals);
    this.#print(tableRow([String(info.epoch), String(info.step), ...numbers], this.#widths, "right"));
    this.#progress = this.#startProgress(info);
  }

  finalize(): void {
    this.#progress?.close();
    this.#progress = undefined;
    this.#file?.close();
  }

  #startProgress({ epoch, step }: TrainingInfo): ProgressLine | undefined {
    const { progressBar } = this.#settings;
    if (progressBar === null) return undefined;
    const options =
      progressBar === "train"
        ? { label: `Last Eval Epoch: ${epoch}`, total: this.#steps.train, done: step }
        : { label: `Epoch ${epoch + 1}`, total: this.#steps.eval };
    return new ProgressLine(this.#context.stderr, options);
  }

  #openFile(): LogFile | undefined {
    const { outputFile } = this.#settings;
    if (outputFile === null) return undefined;
    const file = this.#context.createFile?.(outputFile);
    this.#print(
      file === undefined
        ? `⚠ Logs are not saved: ${outputFile} exists already`
        : `ℹ Saving results to ${outputFile}`,
    );
    return file;
  }

  #print(line: string): void {
    this.#context.stdout.write(`${line}\n`);
  }
}

function percent(key: string, score: unknown): number {
  const value = score ?? 0;
  if (typeof value !== "number") throw errors.nonNumericScore(key, typeof value);
  return key === "speed" ? value : value * 100;
}
