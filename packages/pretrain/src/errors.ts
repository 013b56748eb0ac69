import { catalogue, listed } from "@x/core/spi";

/** Every error that the pretrain package throws. */
export const errors = catalogue({
  missingPretrainingSection: () =>
    `[R001] The config has no [pretraining] section. Add it with its defaults: x init fill-config CONFIG CONFIG_PRETRAIN --pretraining`,
  notATokenEncoder: (component: string, found: string) =>
    `[R002] [pretraining] component = "${component}": pretraining needs a network that takes docs to a list of 2-d float arrays, one row a token, and found ${found}. Name a tok2vec component, or set [pretraining] layer to the part of the model that embeds tokens, for example layer = "tok2vec".`,
  alreadyPretrained: (component: string) =>
    `[R003] [pretraining] component = "${component}" is a transformer, which comes pretrained. Name a tok2vec component.`,
  emptyCorpus: (corpus: string) =>
    `[R004] The corpus ${corpus} has no texts that can be used. Check its path ([paths] raw_text), that lines have a "text" or "tokens", and that not all texts are shorter than min_length or longer than max_length.`,
  wrongCorpusItem: (what: string) =>
    `[R005] [pretraining] corpus gives ${what}. A reader for pretraining gives Docs or Examples.`,
  otherRunInFolder: (folder: string, files: readonly string[]) =>
    `[R006] The output folder ${folder} holds files of another run: ${listed(files.slice(0, 5))}${files.length > 5 ? ", ..." : ""}. Name an empty folder, continue that run with --resume, or overwrite it with --force.`,
  incompleteObjective: (name: string) =>
    `[R007] The objective gave a model without ${name}. An objective returns a model from docs to one row a token, with the references tok2vec and output_layer and an attribute loss.`,
  noStaticVectors: () =>
    `[R008] PretrainVectors needs static vectors, and the vocabulary has none. Set [initialize] vectors (or [paths] vectors) to a pipeline with vectors, or use spacy.PretrainCharacters.v1.`,
  nothingToResume: (path: string) =>
    `[R010] There is nothing to resume at ${path}, although models of a run are there. Start from their weights alone with --resume-path, replace them with --force, or name another folder.`,
  unreadableState: (path: string, reason: string) =>
    `[R011] The state of the run cannot be read from ${path}: ${reason} Start from its last weights with --resume-path.`,
  runDiffers: (differences: readonly string[]) =>
    `[R012] The run in the output folder has another config, and goes on with that alone; these settings differ: ${listed(differences)}. Use the config that it began with (config.cfg beside it), start from its weights with --resume-path, or replace the run with --force.`,
  lossNotFinite: (loss: number, step: number) =>
    `[R014] The loss is ${loss} at step ${step}. The learning rate may be too high, or the vectors are damaged.`,
  folderLocked: (folder: string, pid: number, host: string, lock: string) =>
    `[R016] Another process writes into ${folder} (number ${pid} on ${host}). Name another folder, or wait for its end. If no such process runs, remove ${lock}.`,
  lockLost: (folder: string) =>
    `[R017] Another process has taken ${folder} over, because this one gave no sign of life. Nothing more is written there. Go on with --resume once the other one has ended, or name another folder.`,
  noReplacementWords: () => `[R015] The vocabulary holds no words to put in the place of masked ones.`,
});
