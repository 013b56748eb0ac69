import { declaredIn, tableOf } from "@x/core/spi";
import * as architectures from "./architectures";
import { attributeRuler } from "./components/attribute-ruler";
import { docCleaner } from "./components/doc-cleaner";
import { EditTreeLemmatizer } from "./components/edit-tree-lemmatizer";
import { entityRuler } from "./components/entity-ruler";
import { futureEntityRuler } from "./components/future-entity-ruler";
import { lemmatizers } from "./components/lemmatizer/of-languages";
import { mergeEntities, mergeNounChunks, mergeSubtokens, tokenSplitter } from "./components/merging";
import { Morphologizer } from "./components/morphologizer";
import { fuzzyCompare } from "./components/rule-settings";
import { SentenceRecognizer } from "./components/senter";
import { sentencizer } from "./components/sentencizer";
import { SpanFinder } from "./components/span-finder";
import * as spansFilters from "./components/span-filters";
import { spanRuler } from "./components/span-ruler";
import { singleLabelSpans, SpanCategorizer } from "./components/spancat";
import * as suggesters from "./components/spancat-suggesters";
import { Tagger } from "./components/tagger";
import { MultiLabelTextCategorizer, TextCategorizer } from "./components/textcat";
import { emptyVectors } from "./language/build/empty-vectors";
import { lookupsData } from "./language/build/lookups-data";
import { ruleTokenizer } from "./language/build/rule-tokenizer";
import { extractNgrams } from "./layers/extract-ngrams";
import * as scorers from "./scorer/scorers";
import { transitionBasedParser, transitionBasedParserV1 } from "./transition-parser/architecture";
import { beamNer, ner } from "./transition-parser/ner";
import { beamParser, parser } from "./transition-parser/parser";

/** Everything that configs can name from this package. */
export const registrations = tableOf("@x/pipeline", [
  ...[Tagger, SentenceRecognizer, Morphologizer, EditTreeLemmatizer, ner, parser, beamNer, beamParser],
  ...[TextCategorizer, MultiLabelTextCategorizer, SpanFinder, SpanCategorizer, singleLabelSpans],
  ...[sentencizer, attributeRuler, entityRuler, futureEntityRuler, spanRuler, docCleaner],
  ...[mergeEntities, mergeNounChunks, mergeSubtokens, tokenSplitter, ...lemmatizers],
  ...[transitionBasedParser, transitionBasedParserV1, extractNgrams],
  ...[ruleTokenizer, emptyVectors, lookupsData, fuzzyCompare],
  ...declaredIn(architectures, scorers, spansFilters, suggesters),
]);

/** The scorers among them. */
export const scorerRegistrations = registrations.scorers!;
