import type { PackageRegistrations } from "@x/core";
import { tableOf } from "@x/core/spi";
import * as spanNetworks from "./architectures/spancat";
import { buildTaggerModel, taggerModelV1 } from "./architectures/tagger";
import * as bow from "./architectures/textcat-bow";
import * as ensemble from "./architectures/textcat-ensemble";
import * as reduce from "./architectures/textcat-reduce";
import { combinedAugmenter } from "./augmenters/combined";
import { lowerCaseAugmenter } from "./augmenters/lower-case";
import { orthVariantsAugmenter } from "./augmenters/orth-variants";
import { batchByPadded } from "./batchers/batch-by-padded";
import { batchByWords } from "./batchers/batch-by-words";
import { batchBySequence } from "./batchers/minibatch";
import { copyFromBaseModel } from "./callbacks/copy-from-base-model-node";
import { EditTreeLemmatizer } from "./components/edit-tree-lemmatizer";
import { lemmatizerFactories } from "./components/lemmatizer/registrations";
import { Morphologizer } from "./components/morphologizer";
import { ruleFactories, ruleMisc } from "./components/rule-registrations";
import { SentenceRecognizer } from "./components/senter";
import { SpanFinder } from "./components/span-finder";
import * as spansFilters from "./components/span-filters";
import { singleLabelSpans, SpanCategorizer } from "./components/spancat";
import * as suggesters from "./components/spancat-suggesters";
import { Tagger } from "./components/tagger";
import { MultiLabelTextCategorizer, TextCategorizer } from "./components/textcat";
import { emptyVectors } from "./language/empty-vectors";
import { lookupsData } from "./language/lookups-data";
import { ruleTokenizer } from "./language/rule-tokenizer";
import { extractNgrams } from "./layers/extract-ngrams";
import { chainLogger } from "./loggers/chain-logger";
import * as consoleLoggers from "./loggers/console-logger";
import { lookupLogger } from "./loggers/lookup-logger";
import { mlflowLogger, mlflowLoggerV1 } from "./loggers/mlflow-logger";
import { corpus } from "./readers/corpus-node";
import * as dataFiles from "./readers/data-files-node";
import { jsonlCorpus } from "./readers/jsonl-corpus-node";
import { plainTextCorpus } from "./readers/plain-text-corpus-node";
import { readLabels } from "./readers/read-labels-node";
import * as scorers from "./scorer/scorers";
import { transitionBasedParser, transitionBasedParserV1 } from "./transition-parser/architecture";
import { beamNer, ner } from "./transition-parser/ner";
import { beamParser, parser } from "./transition-parser/parser";

const declared = tableOf("@x/pipeline", [
  ...[buildTaggerModel, taggerModelV1, ...Object.values(spanNetworks)],
  ...[bow, ensemble, reduce].flatMap((file) => Object.values(file)),
  extractNgrams,
  ...[transitionBasedParser, transitionBasedParserV1, ner, parser, beamNer, beamParser],
  ...[Tagger, SentenceRecognizer, Morphologizer, EditTreeLemmatizer],
  ...[TextCategorizer, MultiLabelTextCategorizer, SpanFinder, SpanCategorizer, singleLabelSpans],
  ...[...Object.values(suggesters), ...Object.values(spansFilters), lookupsData],
  ...[ruleTokenizer, emptyVectors, copyFromBaseModel, ...Object.values(scorers)],
  ...[corpus, jsonlCorpus, plainTextCorpus, readLabels, ...Object.values(dataFiles)],
  ...[batchByPadded, batchByWords, batchBySequence],
  ...[combinedAugmenter, lowerCaseAugmenter, orthVariantsAugmenter],
  ...[chainLogger, ...Object.values(consoleLoggers), lookupLogger, mlflowLogger, mlflowLoggerV1],
]);

/** Everything that configs can name from this package. */
export const registrations: PackageRegistrations = {
  ...declared,
  misc: { ...declared.misc, ...ruleMisc },
  factories: {
    ...declared.factories,
    ...ruleFactories,
    ...lemmatizerFactories,
  },
};

/** The scorers among them. */
export const scorerRegistrations = registrations.scorers!;
