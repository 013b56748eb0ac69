import { catalogue } from "@x/core";

const list = (names: readonly string[]) => (names.length === 0 ? "(none)" : names.join(", "));

/** Every error that the pretrain package throws. */
export const error = catalogue({
  R001: () =>
    `The config has no [pretraining] section. Add it with its defaults: x init fill-config CONFIG CONFIG_PRETRAIN --pretraining`,
  R002: (component: string, found: string) =>
    `[pretraining] component = "${component}": pretraining needs a network that takes docs to a list of 2-d float arrays, one row a token, and found ${found}. ` +
    `Name a tok2vec component, or set [pretraining] layer to the part of the model that embeds tokens, for example layer = "tok2vec".`,
  R003: (component: string) =>
    `[pretraining] component = "${component}" is a transformer, which comes pretrained. Name a tok2vec component.`,
  R004: (corpus: string) =>
    `The corpus ${corpus} has no texts that can be used. Check its path ([paths] raw_text), that lines have a "text" or "tokens", and that not all texts are shorter than min_length or longer than max_length.`,
  R005: (what: string) =>
    `[pretraining] corpus gives ${what}. A reader for pretraining gives Docs or Examples.`,
  R006: (folder: string, files: readonly string[]) =>
    `The output folder ${folder} holds files of another run: ${list(files.slice(0, 5))}${files.length > 5 ? ", ..." : ""}. Name an empty folder, continue that run with --resume, or overwrite it with --force.`,
  R007: (name: string) =>
    `The objective gave a model without ${name}. An objective returns a model from docs to one row a token, with the references tok2vec and output_layer and an attribute loss.`,
  R008: () =>
    `PretrainVectors needs static vectors, and the vocabulary has none. Set [initialize] vectors (or [paths] vectors) to a pipeline with vectors, or use spacy.PretrainCharacters.v1.`,
  R009: (loss: string) => `PretrainVectors: loss = "${loss}" is not known. Allowed: "cosine", "L2".`,
  R010: (path: string) =>
    `There is nothing to resume at ${path}, although models of a run are there. Start from their weights alone with --resume-path, replace them with --force, or name another folder.`,
  R011: (path: string, reason: string) =>
    `The state of the run cannot be read from ${path}: ${reason} Start from its last weights with --resume-path.`,
  R012: (differences: readonly string[]) =>
    `The run in the output folder has another config, and goes on with that alone; these settings differ: ${list(differences)}. Use the config that it began with (config.cfg beside it), start from its weights with --resume-path, or replace the run with --force.`,
  R014: (loss: number, step: number) =>
    `The loss is ${loss} at step ${step}. The learning rate may be too high, or the vectors are damaged.`,
  R016: (folder: string, pid: number, host: string, lock: string) =>
    `Another process writes into ${folder} (number ${pid} on ${host}). Name another folder, or wait for its end. If no such process runs, remove ${lock}.`,
  R017: (folder: string) =>
    `Another process has taken ${folder} over, because this one gave no sign of life. Nothing more is written there. Go on with --resume once the other one has ended, or name another folder.`,
  R015: () => `The vocabulary holds no words to put in the place of masked ones.`,
});
