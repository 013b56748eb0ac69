import {
  callbackArg,
  createTokenizer,
  modelArg,
  promiseArg,
  scheduleOrNumber,
  Vectors,
  type Doc,
  type FactoryRegistration,
  type PackageRegistrations,
  type Registration,
} from "@x/core";
import type { Model, Sequences } from "@x/nn";
import { z } from "zod";
import { buildTaggerModel } from "./architectures/tagger";
import { textcatArchitectures, textcatLayers } from "./architectures/textcat-registrations";
import { batchByPadded } from "./batchers/batch-by-padded";
import { batchByWords } from "./batchers/batch-by-words";
import { batchBySequence } from "./batchers/minibatch";
import type { GetLength, Sizing } from "./batchers/sizing";
import { lemmatizerFactories } from "./components/lemmatizer/registrations";
import { ruleFactories, ruleMisc } from "./components/rule-registrations";
import { Tagger } from "./components/tagger";
import { tokenFactories } from "./components/token-registrations";
import { spancatArchitectures, spancatFactories, suggesters } from "./components/spancat-registrations";
import { textcatFactory, textcatMultilabelFactory } from "./components/textcat-registrations";
import type { ScorerFunction } from "./components/trainable-pipe";
import type { Language } from "./language/language";
import type { TokenizerFactory, VectorsFactory } from "./language/defaults";
import { consoleLogger } from "./loggers/console-logger";
import { corpus } from "./readers/corpus-node";
import { jsonlCorpus } from "./readers/jsonl-corpus-node";
import { plainTextCorpus } from "./readers/plain-text-corpus-node";
import { readLabels } from "./readers/read-labels-node";
import type { Augmenter } from "./readers/reader";
import { scorerRegistrations } from "./scorer/registrations";
import { nerFactory, parserFactory, transitionArchitectures } from "./transition-parser/registrations";

/** Checks that a registration's function takes what its schema gives. */
function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => unknown,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const size = scheduleOrNumber<Exclude<Sizing, number>>();
const getLength = callbackArg<GetLength>("misc", "callbacks").nullable().default(null);
const limit = z.int().default(0);
const path = z.string().nullable();

const batchers = {
  "spacy.batch_by_words.v1": entry(
    z.strictObject({ size, tolerance: z.number(), discard_oversize: z.boolean(), get_length: getLength }),
    ({ size, tolerance, discard_oversize, get_length }) =>
      batchByWords({ size, tolerance, discardOversize: discard_oversize, getLength: get_length }),
    "Batches of roughly a number of words.",
  ),
  "spacy.batch_by_padded.v1": entry(
    z.strictObject({ size, buffer: z.int(), discard_oversize: z.boolean(), get_length: getLength }),
    ({ size, buffer, discard_oversize, get_length }) =>
      batchByPadded({ size, buffer, discardOversize: discard_oversize, getLength: get_length }),
    "Batches of items of similar length, measured as if padded.",
  ),
  "spacy.batch_by_sequence.v1": entry(
    z.strictObject({ size, get_length: getLength }),
    ({ size, get_length }) => batchBySequence({ size, getLength: get_length }),
    "Batches of a number of items.",
  ),
};

const readers = {
  "spacy.Corpus.v1": entry(
    z.strictObject({
      path,
      gold_preproc: z.boolean(),
      max_length: limit,
      limit,
      augmenter: promiseArg<Augmenter>("augmenters").nullable().default(null),
    }),
    ({ path, gold_preproc, max_length, limit, augmenter }) =>
      corpus(path, { goldPreproc: gold_preproc, maxLength: max_length, limit, augmenter }),
    "Examples from .spacy files.",
  ),
  "spacy.JsonlCorpus.v1": entry(
    z.strictObject({ path, min_length: limit, max_length: limit, limit }),
    ({ path, min_length, max_length, limit }) =>
      jsonlCorpus(path, { minLength: min_length, maxLength: max_length, limit }),
    "Raw texts from .jsonl files.",
  ),
  "spacy.PlainTextCorpus.v1": entry(
    z.strictObject({ path, min_length: limit, max_length: limit }),
    ({ path, min_length, max_length }) =>
      plainTextCorpus(path, { minLength: min_length, maxLength: max_length }),
    "Raw texts from .txt files, one a line.",
  ),
  "spacy.read_labels.v1": entry(
    z.strictObject({ path: z.string(), require: z.boolean().default(false) }),
    ({ path, require }) => readLabels(path, { require }),
    "Labels from a JSON file.",
  ),
};

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

const loggers = {
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
};

type TokenModel = Model<Doc[], Sequences>;

const taggerModel = entry(
  z.strictObject({
    tok2vec: modelArg<TokenModel>(),
    nO: z.int().nullable().default(null),
    normalize: z.boolean().default(false),
  }),
  buildTaggerModel,
  "A linear layer with softmax over token vectors.",
);

const architectures = {
  "spacy.Tagger.v2": taggerModel,
  ...transitionArchitectures,
  ...textcatArchitectures,
  ...spancatArchitectures,
};

const defaultTagger = `
[defaults]
overwrite = false
neg_prefix = "!"
label_smoothing = 0.0

[defaults.model]
@architectures = "spacy.Tagger.v2"

[defaults.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true

[defaults.scorer]
@scorers = "spacy.tagger_scorer.v1"
`;

const taggerSchema = z.strictObject({
  nlp: z.custom<Language>(),
  name: z.string(),
  model: modelArg<TokenModel>(),
  overwrite: z.boolean(),
  scorer: promiseArg<ScorerFunction>("scorers").nullable(),
  neg_prefix: z.string(),
  label_smoothing: z.number(),
});

const tagger: FactoryRegistration = {
  schema: taggerSchema,
  create: ({ nlp, model, neg_prefix, label_smoothing, ...rest }: z.output<typeof taggerSchema>) =>
    new Tagger(nlp.vocab, model, { ...rest, negPrefix: neg_prefix, labelSmoothing: label_smoothing }),
  defaultConfig: () => defaultTagger,
  assigns: ["token.tag"],
  defaultScoreWeights: { tag_acc: 1, pos_acc: 0, tag_micro_p: null, tag_micro_r: null, tag_micro_f: null },
  summary: "Fine-grained tags of tokens.",
};

const tokenizers = {
  "spacy.Tokenizer.v1": entry(
    z.strictObject({}),
    (): TokenizerFactory => (nlp) => createTokenizer(nlp.vocab, nlp.defaults),
    "The rule-based tokenizer of the pipeline's language.",
  ),
};

const vectors = {
  "spacy.Vectors.v1": entry(
    z.strictObject({}),
    (): VectorsFactory => (vocab) => new Vectors({ strings: vocab.strings }),
    "An empty table of static vectors.",
  ),
};

/** Everything that configs can name from this package. */
export const registrations: PackageRegistrations = {
  packageName: "@x/pipeline",
  architectures,
  batchers,
  readers,
  loggers,
  scorers: scorerRegistrations,
  tokenizers,
  vectors,
  layers: textcatLayers,
  misc: { ...ruleMisc, ...suggesters },
  factories: {
    tagger,
    ner: nerFactory,
    parser: parserFactory,
    textcat: textcatFactory,
    textcat_multilabel: textcatMultilabelFactory,
    ...spancatFactories,
    ...tokenFactories,
    ...ruleFactories,
    ...lemmatizerFactories,
  },
};
