import {
  nearestNames,
  codeOnly,
  define,
  flag,
  list,
  orNull,
  table,
  text,
  type OptionsOf,
  type ValuesOf,
} from "@x/core/spi";
import { errors } from "../errors";
import type { HasConfig } from "@x/pipeline/spi";
import { consoleLogger } from "./console-logger";
import type { Logger, LoggerContext, LoggerSession, TrainingInfo } from "./logger";
import { MlflowClient, mlflowServer, type Pair } from "./mlflow-client";
import { flatten, matchAny, trainingStats } from "./training-stats";

const settings = {
  /** A run to continue with; null: a new one. */
  runId: orNull(text()),
  /** The experiment of a new run; null: that of MLFLOW_EXPERIMENT_ID, else "0". */
  experimentId: orNull(text()),
  /** The name of a new run. */
  runName: orNull(text()),
  /** Whether a new run belongs to that of MLFLOW_RUN_ID. */
  nested: flag(false),
  /** Tags of the run. */
  tags: orNull(table()),
  /** Settings that are not sent, by their dotted names. */
  removeConfigValues: list(text(), []),
  /** Regular expressions for further values to send, for example `words`. */
  logCustomStats: orNull(list(text())),
  /** Also print the table of the console logger, as `v1` does. */
  console: codeOnly(false),
};

/**
 * Writes settings, losses and scores to an MLflow server over its REST interface.
 *
 * The server is named by MLFLOW_TRACKING_URI. A server that fails at the start ends the training (P315); later failures are
 * only said, once. Metrics carry their step; the path of the best pipeline becomes the tag `best_model_path`, for artifacts
 * are not uploaded.
 */
export const mlflowLogger = define(
  "loggers",
  "spacy.MLflowLogger.v2",
  { summary: "A run on an MLflow server: settings, losses and scores.", settings },
  (options): Logger => {
    const matches = matchAny(options.logCustomStats ?? []);
    return (nlp, context) => {
      const table = options.console ? consoleLogger()(nlp, context) : undefined;
      return new Session(nlp, { context, options, matches, table });
    };
  },
);
/** Options of `mlflowLogger`. */
export type MlflowLoggerOptions = OptionsOf<typeof settings>;

/** The same with a table. */
export const mlflowLoggerV1 = mlflowLogger.as(
  "spacy.MLflowLogger.v1",
  { logCustomStats: null, console: true },
  "A table, and a run on an MLflow server.",
);

interface Settings {
  readonly context: LoggerContext;
  readonly options: ValuesOf<typeof settings>;
  readonly matches: (name: string) => boolean;
  readonly table: LoggerSession | undefined;
}

class Session implements LoggerSession {
  readonly #settings: Settings;
  readonly #client: MlflowClient;
  readonly #params: Pair[];
  #runId: string | undefined;
  #isWarned = false;

  constructor(nlp: HasConfig, settings: Settings) {
    this.#settings = settings;
    this.#client = new MlflowClient(mlflowServer(settings.context.env ?? {}));
    this.#params = parameters(nlp, settings.options.removeConfigValues);
  }

  async start(): Promise<void> {
    await this.#settings.table?.start?.();
    const { runId, experimentId, runName, nested, tags } = this.#settings.options;
    const env = this.#settings.context.env ?? {};
    const pairs = Object.entries(tags ?? {}).map(([key, value]) => ({ key, value: String(value) }));
    if (runId !== null) {
      this.#runId = runId;
      await this.#client.update({ run_id: runId, status: "RUNNING" });
      await this.#client.setTags(runId, pairs);
    } else {
      if (nested && env.MLFLOW_RUN_ID !== undefined)
        pairs.push({ key: "mlflow.parentRunId", value: env.MLFLOW_RUN_ID });
      this.#runId = await this.#client.createRun({
        experiment_id: experimentId ?? env.MLFLOW_EXPERIMENT_ID ?? "0",
        run_name: runName,
        start_time: this.#now(),
        tags: pairs,
      });
    }
    await this.#client.logParams(this.#runId, this.#params);
  }

  async logStep(info: TrainingInfo | undefined): Promise<void> {
    await this.#settings.table?.logStep(info);
    if (info === undefined || this.#runId === undefined) return;
    const runId = this.#runId;
    const timestamp = this.#now();
    const metrics = [...this.#values(info)].map(([key, value]) => ({
      key,
      value,
      step: info.step,
      timestamp,
    }));
    await this.#warnOnFailure(() => this.#client.logMetrics(runId, metrics));
    const isBest = info.score === Math.max(...info.checkpoints.map(([score]) => score));
    if (info.outputPath !== undefined && isBest) {
      const tag = { key: "best_model_path", value: info.outputPath };
      await this.#warnOnFailure(() => this.#client.setTags(runId, [tag]));
    }
  }

  async finalize(): Promise<void> {
    try {
      await this.#settings.table?.finalize();
    } finally {
      await this.#endRun();
    }
  }

  async #endRun(): Promise<void> {
    const runId = this.#runId;
    if (runId === undefined) return;
    const end_time = this.#now();
    await this.#warnOnFailure(() => this.#client.update({ run_id: runId, status: "FINISHED", end_time }));
  }

  *#values(info: TrainingInfo): Generator<[string, number]> {
    const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
    if (isNumber(info.score)) yield ["score", info.score];
    for (const [name, value] of Object.entries(info.losses))
      if (isNumber(value)) yield [`loss_${name}`, value];
    for (const [name, value] of flatten(info.otherScores ?? {}, ""))
      if (isNumber(value)) yield [keyOf(name), value];
    for (const [name, value] of trainingStats(info))
      if (this.#settings.matches(name) && isNumber(value)) yield [keyOf(name), value];
  }

  async #warnOnFailure(send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (problem) {
      if (!this.#isWarned) this.#settings.context.stderr.write(`⚠ ${(problem as Error).message}\n`);
      this.#isWarned = true;
    }
  }

  #now(): number {
    return Math.round(this.#settings.context.date?.() ?? 0);
  }
}

/** MLflow takes letters, digits and a few signs in names; labels may hold others. */
function keyOf(name: string): string {
  return name.replace(/[^\w\-. /:]/gu, "_").slice(0, 250);
}

/** The settings of the config by their dotted names. */
function parameters(nlp: HasConfig, removed: readonly string[]): Pair[] {
  const values = new Map(flatten(nlp.config.interpolate().toJson(), ""));
  for (const name of removed)
    if (!values.delete(name)) throw errors.unknownConfigValue(name, nearestNames(name, values.keys()));
  return [...values].map(([name, value]) => ({
    key: keyOf(name.replaceAll("@", "")),
    value: typeof value === "string" ? value : (JSON.stringify(value) ?? "null"),
  }));
}
