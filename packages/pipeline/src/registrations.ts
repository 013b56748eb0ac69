import {
  callbackArg,
  createTokenizer,
  promiseArg,
  scheduleOrNumber,
  Vectors,
  type PackageRegistrations,
  type Registration,
} from "@x/core";
import { tableOf } from "@x/core/spi";
import { z } from "zod";
import { buildTaggerModel, taggerModelV1 } from "./architectures/tagger";
import { textcatArchitectures, textcatLayers } from "./architectures/textcat-registrations";
import { augmenters } from "./augmenters/registrations";
import { batchByPadded } from "./batchers/batch-by-padded";
import { batchByWords } from "./batchers/batch-by-words";
import { batchBySequence } from "./batchers/minibatch";
import type { GetLength, Sizing } from "./batchers/sizing";
import { copyFromBaseModel } from "./callbacks/copy-from-base-model-node";
import { lookupsData } from "./language/lookups-data";
import { lemmatizerFactories } from "./components/lemmatizer/registrations";
import { ruleFactories, ruleMisc } from "./components/rule-registrations";
import { EditTreeLemmatizer } from "./components/edit-tree-lemmatizer";
import { Morphologizer } from "./components/morphologizer";
import { SentenceRecognizer } from "./components/senter";
import { SpanFinder } from "./components/span-finder";
import { singleLabelSpans, SpanCategorizer } from "./components/spancat";
import { Tagger } from "./components/tagger";
import { spancatArchitectures, suggesters } from "./components/spancat-registrations";
import { MultiLabelTextCategorizer, TextCategorizer } from "./components/textcat";
import type { TokenizerFactory, VectorsFactory } from "./language/defaults";
import { loggers } from "./loggers/registrations";
import { corpus } from "./readers/corpus-node";
import { readJsonFile, readJsonlFile, readMsgpackFile, readYamlFile } from "./readers/data-files-node";
import { jsonlCorpus } from "./readers/jsonl-corpus-node";
import { plainTextCorpus } from "./readers/plain-text-corpus-node";
import { readLabels } from "./readers/read-labels-node";
import type { Augmenter } from "./readers/reader";
import { scorerRegistrations } from "./scorer/registrations";
import {
  beamNerFactory,
  beamParserFactory,
  nerFactory,
  parserFactory,
  transitionArchitectures,
} from "./transition-parser/registrations";

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
  "srsly.read_json.v1": entry(
    z.strictObject({ path: z.string() }),
    ({ path }) => readJsonFile(path),
    "Data from a JSON file.",
  ),
  "srsly.read_jsonl.v1": entry(
    z.strictObject({ path: z.string(), skip: z.boolean().default(false) }),
    ({ path, skip }) => readJsonlFile(path, { skip }),
    "Data from a file with one JSON value a line.",
  ),
  "srsly.read_msgpack.v1": entry(
    z.strictObject({ path: z.string(), use_list: z.boolean().default(true) }),
    ({ path }) => readMsgpackFile(path),
    "Data from a msgpack file.",
  ),
  "srsly.read_yaml.v1": entry(
    z.strictObject({ path: z.string() }),
    ({ path }) => readYamlFile(path),
    "Data from a YAML file.",
  ),
};

const lookupsMisc = {
  "spacy.LookupsDataLoader.v1": entry(
    z.strictObject({ lang: z.string(), tables: z.array(z.string()) }),
    ({ lang, tables }) => lookupsData(lang, tables),
    "Lookup tables that are registered under lookups for a language.",
  ),
};

const callbacks = {
  "spacy.copy_from_base_model.v1": entry(
    z.strictObject({
      tokenizer: z.string().nullable().default(null),
      vocab: z.string().nullable().default(null),
    }),
    copyFromBaseModel,
    "Copies the tokenizer or the vocabulary of another pipeline; for [initialize] before_init.",
  ),
};

const architectures = {
  ...tableOf("@x/pipeline", [buildTaggerModel, taggerModelV1]).architectures,
  ...transitionArchitectures,
  ...textcatArchitectures,
  ...spancatArchitectures,
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
  augmenters,
  batchers,
  callbacks,
  readers,
  loggers,
  scorers: scorerRegistrations,
  tokenizers,
  vectors,
  layers: textcatLayers,
  misc: { ...ruleMisc, ...suggesters, ...lookupsMisc },
  factories: {
    ...tableOf("@x/pipeline", [
      Tagger,
      SentenceRecognizer,
      Morphologizer,
      EditTreeLemmatizer,
      TextCategorizer,
      MultiLabelTextCategorizer,
      SpanCategorizer,
      singleLabelSpans,
      SpanFinder,
    ]).factories,
    beam_ner: beamNerFactory,
    beam_parser: beamParserFactory,
    ner: nerFactory,
    parser: parserFactory,
    ...ruleFactories,
    ...lemmatizerFactories,
  },
};
