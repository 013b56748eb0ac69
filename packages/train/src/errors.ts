import { catalogue, listed } from "@x/core/spi";

/** Every error that the train package throws: P2 training, P3 readers, loggers and callbacks. */
export const errors = catalogue({
  emptyCorpus: (path: string) =>
    `[P200] The training corpus (${path}) has no examples. Check [paths] train, and that its docs are not empty or longer than max_length.`,
  unknownCorpus: (name: string, available: readonly string[]) =>
    `[P201] ${name} names no corpus. [corpora] defines: ${listed(available)}.`,
  missingAnnotation: (component: string) =>
    `[P202] The corpus has no annotation for the component "${component}". Take it out of [nlp] pipeline, freeze it, or convert the corpus with that annotation.`,
  unknownComponents: (names: readonly string[], list_: string, available: readonly string[]) =>
    `[P203] [training] ${list_} names ${listed(names)}, not in the pipeline. Components: ${listed(available)}.`,
  unknownProgressBar: (value: string) =>
    `[P204] progress_bar = ${value} is not known. Allowed: null, "train" (steps of the whole training), "eval" (steps to the next evaluation).`,
  nonNumericScore: (key: string, found: string) =>
    `[P205] [training.score_weights] ${key} weighs a score that is no number but ${found}. Set it to null.`,
  wrongStepCount: (what: string) => `[P207] [training] ${what} must be a number of steps of at least 1.`,
  unfilledSpanGroup: (component: string, key: string, groups: readonly string[]) =>
    `[P208] The suggester of "${component}" takes its spans from the group "${key}", and nothing before it in the pipeline fills that group. Groups that components fill: ${listed(groups)}. Put a span_ruler or span_finder with spans_key = "${key}" before it, or correct [components.${component}.suggester] spans_key.`,
  silentSpanGroup: (component: string, key: string, writers: readonly string[]) =>
    `[P209] The suggester of "${component}" takes its spans from the group "${key}" of ${listed(writers)}, which hands nothing on during training. Let it annotate: [training] annotating_components = ["${writers.at(-1)}"].`,
  nothingToTrain: (frozen: readonly string[]) =>
    `[P210] Nothing is left to train: all components of the pipeline are frozen or not trainable (${listed(frozen)}). Check [training] frozen_components.`,

  unreachableScores: (keys: readonly string[], given: readonly string[]) =>
    `[P211] [training.score_weights] gives weight to ${listed(keys)}, which nothing in the pipeline can raise above 0.00. Scores of this pipeline: ${listed(given)}. Give weight to one of them, and set the others to null.`,
  unmeasurableScores: (keys: readonly string[], corpus: string) =>
    `[P212] [training.score_weights] gives weight to ${listed(keys)}, and ${corpus} has no annotation to measure ${keys.length === 1 ? "it" : "them"} by. Annotate the corpus, name another one in [training] dev_corpus, or set the weight to null.`,
  cannotResume: (reason: string) =>
    `[P230] The training cannot be resumed: ${reason}. Train anew without --resume.`,
  runDiffers: (differences: readonly string[]) =>
    `[P231] The training cannot be resumed, for something is not as it was: ${differences.join("; ")}. Bring it back, or train anew without --resume.`,
  missingCorpusPath: () =>
    `[P300] The corpus has no path. Set it in the config ([paths] train and dev) or on the command line: --paths.train train.spacy --paths.dev dev.spacy.`,
  missingCorpus: (path: string, format: string) =>
    `[P301] There is no ${format} file at ${path}. Give a file or a folder with ${format} files; x convert makes them.`,
  wrongLine: (path: string, line: number, reason: string) => `[P302] ${path}:${line}: ${reason}`,
  unreadableCorpus: (path: string, reason: string) =>
    `[P303] The corpus ${path} cannot be read: ${reason} Make it anew with x convert, or name another file.`,
  wrongFormat: (path: string, format: string, reason: string) =>
    `[P304] ${path} is no ${format} file: ${reason}. Correct the file, or name another one.`,
  unusableDocument: (path: string, number: number, reason: string) =>
    `[P305] ${path}:${number} (document ${number} of the file) cannot be used: ${reason} Correct it and convert the corpus again; x debug data names all such documents.`,
  wrongOrthVariants: (place: string, reason: string) =>
    `[P310] orth_variants is not as expected${place}: ${reason}. Expected { "single": [{ "tags": [...], "variants": [...] }], "paired": [{ "tags": [...], "variants": [[left, right], ...] }] }.`,
  noPatterns: () =>
    `[P311] spacy.LookupLogger.v1 got no patterns. Name the values to print, for example patterns = ["^losses"].`,
  invalidRegex: (pattern: string, reason: string) =>
    `[P312] "${pattern}" is no regular expression: ${reason}. Correct the pattern.`,
  noLoggers: () =>
    `[P313] spacy.ChainLogger.v1 got no loggers. Give at least one: [training.logger.logger1].`,
  noMLflowServer: () =>
    `[P314] spacy.MLflowLogger has no server to write to. Set the environment variable MLFLOW_TRACKING_URI, for example to http://localhost:5000.`,
  mlflowRefused: (url: string, reason: string) =>
    `[P315] The MLflow server does not take the run: ${url} answers ${reason}. Check MLFLOW_TRACKING_URI, experiment_id and run_id.`,
  unknownConfigValue: (name: string, known: readonly string[]) =>
    `[P316] remove_config_values names "${name}", which is not in the config. Near it: ${listed(known)}.`,
  tokenizersDiffer: (setting: string, path: string) =>
    `[P320] spacy.copy_from_base_model.v1 cannot copy the tokenizer of "${path}": its config makes it by ${setting}. Use the same [nlp.tokenizer] in both.`,
});
