// What tells of a training. What is declared here is registered.
export { chainLogger } from "./chain-logger";
export {
  consoleLogger,
  consoleLoggerLegacyV2,
  consoleLoggerV1,
  consoleLoggerV2,
  type ConsoleLoggerOptions,
} from "./console-logger";
export { createLogFile } from "./log-file-node";
export type { LogFile, Logger, LoggerContext, LoggerSession, TextStream, TrainingInfo } from "./logger";
export { lookupLogger } from "./lookup-logger";
export { mlflowLogger, mlflowLoggerV1, type MlflowLoggerOptions } from "./mlflow-logger";
