import { catalogue } from "@x/core";

const list = (names: readonly string[]) => (names.length === 0 ? "(none)" : names.join(", "));

/** Every error that the train package throws: P2 training, P3 readers, loggers and callbacks. */
export const error = catalogue({
  P200: (path: string) =>
    `The training corpus (${path}) has no examples. Check [paths] train, and that its docs are not empty or longer than max_length.`,
  P201: (name: string, available: readonly string[]) =>
    `${name} names no corpus. [corpora] defines: ${list(available)}.`,
  P202: (component: string) =>
    `The corpus has no annotation for the component "${component}". Take it out of [nlp] pipeline, freeze it, or convert the corpus with that annotation.`,
  P203: (names: readonly string[], list_: string, available: readonly string[]) =>
    `[training] ${list_} names ${list(names)}, not in the pipeline. Components: ${list(available)}.`,
  P204: (value: string) =>
    `progress_bar = ${value} is not known. Allowed: null, "train" (steps of the whole training), "eval" (steps to the next evaluation).`,
  P205: (key: string, found: string) =>
    `[training.score_weights] ${key} weighs a score that is no number but ${found}. Set it to null.`,
  P207: (what: string) => `[training] ${what} must be a number of steps of at least 1.`,
  P208: (component: string, key: string, groups: readonly string[]) =>
    `The suggester of "${component}" takes its spans from the group "${key}", and nothing before it in the pipeline fills that group. Groups that components fill: ${list(groups)}. ` +
    `Put a span_ruler or span_finder with spans_key = "${key}" before it, or correct [components.${component}.suggester] spans_key.`,
  P209: (component: string, key: string, writers: readonly string[]) =>
    `The suggester of "${component}" takes its spans from the group "${key}" of ${list(writers)}, which hands nothing on during training. ` +
    `Let it annotate: [training] annotating_components = ["${writers.at(-1)}"].`,
  P210: (frozen: readonly string[]) =>
    `Nothing is left to train: all components of the pipeline are frozen or not trainable (${list(frozen)}). Check [training] frozen_components.`,

  P211: (keys: readonly string[], given: readonly string[]) =>
    `[training.score_weights] gives weight to ${list(keys)}, which nothing in the pipeline can raise above 0.00. Scores of this pipeline: ${list(given)}. ` +
    `Give weight to one of them, and set the others to null.`,
  P212: (keys: readonly string[], corpus: string) =>
    `[training.score_weights] gives weight to ${list(keys)}, and ${corpus} has no annotation to measure ${keys.length === 1 ? "it" : "them"} by. ` +
    `Annotate the corpus, name another one in [training] dev_corpus, or set the weight to null.`,
  P230: (reason: string) => `The training cannot be resumed: ${reason}. Train anew without --resume.`,
  P231: (differences: readonly string[]) =>
    `The training cannot be resumed, for something is not as it was: ${differences.join("; ")}. Bring it back, or train anew without --resume.`,
  P300: () =>
    `The corpus has no path. Set it in the config ([paths] train and dev) or on the command line: --paths.train train.spacy --paths.dev dev.spacy.`,
  P301: (path: string, format: string) =>
    `There is no ${format} file at ${path}. Give a file or a folder with ${format} files; x convert makes them.`,
  P302: (path: string, line: number, reason: string) => `${path}:${line}: ${reason}`,
  P303: (path: string, reason: string) =>
    `The corpus ${path} cannot be read: ${reason} Make it anew with x convert, or name another file.`,
  P304: (path: string, format: string, reason: string) =>
    `${path} is no ${format} file: ${reason}. Correct the file, or name another one.`,
  P305: (path: string, number: number, reason: string) =>
    `${path}:${number} (document ${number} of the file) cannot be used: ${reason} Correct it and convert the corpus again; x debug data names all such documents.`,
  P310: (place: string, reason: string) =>
    `orth_variants is not as expected${place}: ${reason}. Expected { "single": [{ "tags": [...], "variants": [...] }], "paired": [{ "tags": [...], "variants": [[left, right], ...] }] }.`,
  P311: () =>
    `spacy.LookupLogger.v1 got no patterns. Name the values to print, for example patterns = ["^losses"].`,
  P312: (pattern: string, reason: string) =>
    `"${pattern}" is no regular expression: ${reason}. Correct the pattern.`,
  P313: () => `spacy.ChainLogger.v1 got no loggers. Give at least one: [training.logger.logger1].`,
  P314: () =>
    `spacy.MLflowLogger has no server to write to. Set the environment variable MLFLOW_TRACKING_URI, for example to http://localhost:5000.`,
  P315: (url: string, reason: string) =>
    `The MLflow server does not take the run: ${url} answers ${reason}. Check MLFLOW_TRACKING_URI, experiment_id and run_id.`,
  P316: (name: string, known: readonly string[]) =>
    `remove_config_values names "${name}", which is not in the config. Near it: ${list(known)}.`,
  P320: (setting: string, path: string) =>
    `spacy.copy_from_base_model.v1 cannot copy the tokenizer of "${path}": its config makes it by ${setting}. Use the same [nlp.tokenizer] in both.`,
});
