import { promiseArg, type Registration } from "@x/core";
import { z } from "zod";
import { chainLogger } from "./chain-logger";
import { consoleLogger } from "./console-logger";
import type { Logger } from "./logger";
import { lookupLogger } from "./lookup-logger";
import { mlflowLogger, type MlflowLoggerOptions } from "./mlflow-logger";

/** Checks that a registration's function takes what its schema gives. */
function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => Logger,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const optionalText = z.string().nullable().default(null);
const logger = promiseArg<Logger>("loggers").nullable().default(null);
const chained = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`logger${i + 1}`, logger]));

const mlflow = {
  run_id: optionalText,
  experiment_id: optionalText,
  run_name: optionalText,
  nested: z.boolean().default(false),
  tags: z.record(z.string(), z.unknown()).nullable().default(null),
  remove_config_values: z.array(z.string()).default([]),
};

const mlflowOptions = (args: z.output<z.ZodObject<typeof mlflow>>): MlflowLoggerOptions => ({
  runId: args.run_id,
  experimentId: args.experiment_id,
  runName: args.run_name,
  nested: args.nested,
  tags: args.tags,
  removeConfigValues: args.remove_config_values,
});

const oldConsoleLogger = entry(
  z.strictObject({
    progress_bar: z.boolean().default(false),
    console_output: z.boolean().default(true),
    output_file: z.string().nullable().default(null),
  }),
  ({ progress_bar, console_output, output_file }) =>
    consoleLogger({
      progressBar: progress_bar ? "eval" : null,
      consoleOutput: console_output,
      outputFile: output_file,
    }),
  "A table of losses and scores, with a bar to the next evaluation.",
);

/** The registered loggers. */
export const loggers: Readonly<Record<string, Registration>> = {
  "spacy-legacy.ConsoleLogger.v1": entry(
    z.strictObject({ progress_bar: z.boolean().default(false) }),
    ({ progress_bar }) => consoleLogger({ progressBar: progress_bar ? "eval" : null }),
    "A table of losses and scores.",
  ),
  "spacy-legacy.ConsoleLogger.v2": oldConsoleLogger,
  "spacy.ConsoleLogger.v2": oldConsoleLogger,
  "spacy.ConsoleLogger.v3": entry(
    z.strictObject({
      progress_bar: z.enum(["train", "eval"]).nullable().default(null),
      console_output: z.boolean().default(true),
      output_file: z.string().nullable().default(null),
    }),
    ({ progress_bar, console_output, output_file }) =>
      consoleLogger({ progressBar: progress_bar, consoleOutput: console_output, outputFile: output_file }),
    "A table of losses and scores, and the same as JSONL.",
  ),
  "spacy.ChainLogger.v1": entry(
    z.strictObject(chained),
    (args) => chainLogger(Object.keys(chained).map((name) => args[name])),
    "Several loggers at once.",
  ),
  "spacy.LookupLogger.v1": entry(
    z.strictObject({ patterns: z.array(z.string()) }),
    ({ patterns }) => lookupLogger(patterns),
    "Prints the values whose names match.",
  ),
  "spacy.MLflowLogger.v1": entry(
    z.strictObject(mlflow),
    (args) => mlflowLogger({ ...mlflowOptions(args), console: true }),
    "A table, and a run on an MLflow server.",
  ),
  "spacy.MLflowLogger.v2": entry(
    z.strictObject({ ...mlflow, log_custom_stats: z.array(z.string()).nullable().default(null) }),
    ({ log_custom_stats, ...args }) =>
      mlflowLogger({ ...mlflowOptions(args), logCustomStats: log_custom_stats }),
    "A run on an MLflow server: settings, losses and scores.",
  ),
};
