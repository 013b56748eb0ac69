import type { Losses } from "@x/pipeline";
import type { CalledWithPipeline } from "@x/pipeline/spi";

/** Where a logger writes: `process.stdout`, or anything that collects texts. */
export interface TextStream {
  write(text: string): unknown;
  /** A terminal; progress bars are only drawn there. */
  readonly isTTY?: boolean;
}

/** The state of the training after a step. */
export interface TrainingInfo {
  readonly epoch: number;
  readonly step: number;
  /** The weighted score of this step's evaluation. */
  readonly score: number | undefined;
  /** All scores of this step's evaluation. */
  readonly otherScores: Readonly<Record<string, unknown>> | undefined;
  /** Losses since the last evaluation, by component. */
  readonly losses: Losses;
  /** The results so far: score and step. */
  readonly checkpoints: readonly (readonly [score: number, step: number])[];
  readonly seconds: number;
  /** Words seen so far. */
  readonly words: number;
  /** The learning rate of this step. */
  readonly learnRate?: number;
  /** Where the pipeline was saved after this step. */
  readonly outputPath?: string;
}

/** One training run as a logger sees it. */
export interface LoggerSession {
  /** Called once before the first step; what it throws ends the training. */
  start?(): void | Promise<void>;
  /** Called after every step; undefined where the step was not evaluated. */
  logStep(info: TrainingInfo | undefined): void | Promise<void>;
  /** Called once, also after errors. */
  finalize(): void | Promise<void>;
}

/** A file that a logger fills line by line. */
export interface LogFile {
  write(text: string): void;
  close(): void;
}

/** What a logger is made with: the pipeline and the streams that it writes to. */
export interface LoggerContext {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Opens a new file, with its folders; undefined if it exists already. */
  readonly createFile?: (path: string) => LogFile | undefined;
  /** Environment variables, for loggers that write to a server. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970, for loggers that write to a server. */
  readonly date?: () => number;
}

/** What `[training.logger]` resolves to. */
export type Logger = CalledWithPipeline<[context: LoggerContext], LoggerSession>;
