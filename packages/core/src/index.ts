// For programs: documents and what is read from them, pipelines' configs, the registry. Other readers have entries of their own:
// `languages`, `vectors`, `files`, `spi`.
export { XError, errorCode, isXError, type Warning } from "./errors";

// text
export type { AttrName } from "./text/attributes";
export { hashString } from "./text/hash-string";
export { Lexeme } from "./text/lexeme";
export { Lookups, LookupsTable, type TableEntries } from "./text/lookups";
export { PythonPattern } from "./text/python-pattern";
export { StringStore, keyOfText } from "./text/string-store";
export { Vocab, type VocabOptions, type WarningHandler } from "./text/vocab";

// languages
export { createVocab, getLanguage, languages } from "./languages/languages";
export type { LanguageDefaults } from "./languages/language-defaults";
export { createTokenizer } from "./tokenizer/create-tokenizer";
export {
  Tokenizer,
  type Explanation,
  type PatternOption,
  type TokenizerOptions,
} from "./tokenizer/tokenizer";

// doc
export { Doc } from "./doc/doc";
export type { DocOptions } from "./doc/doc-options";
export type { DocTensor } from "./doc/doc-tensors";
export type { CharSpanOptions } from "./doc/char-span";
export type { DocJson, DocJsonToken, ToJsonOptions } from "./doc/doc-json";
export type { SetEntsOptions } from "./doc/entities";
export { filterSpans } from "./doc/filter-spans";
export type { FromDocsOptions } from "./doc/from-docs";
export { Retokenizer, type TokenAttrs } from "./doc/retokenizer";
export { Span, type SpanOptions } from "./doc/span";
export { SpanGroup, SpanGroups } from "./doc/span-groups";
export { Token } from "./doc/token";
export type { ExtensionOptions, Underscore } from "./doc/underscore";
export { UserData, type UserDataKey } from "./doc/user-data";

// example
export { Alignment } from "./example/alignment";
export { AlignmentArray } from "./example/alignment-array";
export type { AlignedParse } from "./example/aligned-parse";
export type { AlignedValue } from "./example/aligned-values";
export {
  biluoTagsToOffsets,
  biluoTagsToSpans,
  biluoToIob,
  docToBiluoTags,
  iobToBiluo,
  offsetsToBiluoTags,
  type BiluoTag,
  type EntityOffsets,
} from "./example/biluo";
export { Example } from "./example/example";
export type { ExampleDict, LinkOffsets, SpanOffsets } from "./example/example-dict";
export { containsCycle, deprojectivize, isNonprojArc, isNonprojTree, projectivize } from "./example/nonproj";

// formats
export { DocBin, type DocBinOptions, type ReadDocBinOptions } from "./formats/doc-bin";
export { readDocBin, writeDocBin } from "./formats/doc-bin-node";
export { conlluToDocs } from "./formats/converters/conllu";
export type { ConverterOptions } from "./formats/converters/converter-options";
export { docsToJson } from "./formats/converters/docs-to-json";
export { iobToDocs } from "./formats/converters/iob";
export {
  jsonToDocs,
  type TrainingDocument,
  type TrainingParagraph,
  type TrainingToken,
} from "./formats/converters/json";
export { jsonlToDocs } from "./formats/converters/jsonl";
export { nerToDocs } from "./formats/converters/ner";

// config and registry
export {
  Registry,
  registry,
  type ConfigObject,
  type FactoryRegistration,
  type PackageRegistrations,
  type Registration,
  type RegistryKind,
} from "./registry";
export {
  Config,
  ConfigValidationError,
  combineScoreWeights,
  fillConfig,
  parseConfig,
  resolveConfig,
  validateConfig,
  type ConfigProblem,
  type FillOptions,
  type ResolveOptions,
  type ValidateOptions,
  type ConfigTable,
  type ConfigValue,
} from "./config";

// vectors
export { deduplicateVectors } from "./vectors/deduplicate";
export type { MostSimilarOptions, SimilarVectors } from "./vectors/most-similar";
export { pruneVectors, type PrunedWord } from "./vectors/prune";
export { MemoryTable, type VectorTable } from "./vectors/table";
export { Vectors, type VectorsOptions } from "./vectors/vectors";
export { approximateIndex, type ApproximateIndexOptions } from "./vectors/approximate-index-node";
export { loadVectors, saveVectors } from "./vectors/vectors-node";

// matchers
export { levenshtein, levenshteinCompare, type FuzzyCompare } from "./matcher/levenshtein";
export {
  Matcher,
  type AddRuleOptions,
  type Greedy,
  type Match,
  type LongestOptions,
  type MatchOptions,
  type OnMatch,
} from "./matcher/matcher";
export { PhraseMatcher } from "./matcher/phrase-matcher";
export type { TokenPattern, TokenSpec } from "./matcher/token-pattern";
