export { XError, catalogue, errorCode, isXError, warningCatalogue, type Warning } from "./errors";

// files
export { appendSafely } from "./files/append-node";
export { downloadFile, type Download } from "./files/download-node";
export { makeFolder, moveTo, removeFile, syncFile, syncFolder } from "./files/durable-node";
export { atExit, cleanUpOnSignals } from "./files/at-exit-node";
export {
  isLock,
  tryLock,
  waitForLock,
  waitForLockSync,
  type FileLock,
  type LockHolder,
  type WaitOptions,
} from "./files/lock-node";
export { removeLeftovers, unfinishedName } from "./files/leftovers-node";
export { listFiles } from "./files/list-files-node";
export { openPending, writeAll, writeFileSafely, type PendingFile } from "./files/pending-file-node";
export { mayRun, thisProcess, type ProcessMark } from "./files/process-mark-node";
export { checkIsFile, regularFile } from "./files/regular-file-node";
export {
  checkReplaceable,
  replaceFolder,
  settledFolder,
  settleFolder,
  type MayGo,
  type Replacement,
} from "./files/replace-folder-node";
export { checkSeal, seal } from "./files/sealed-node";
export { settledEntry } from "./files/swap-inside-node";
export { explainSystemError, explaining } from "./files/system-error";

// archives
export { readZip, type ArchiveLimits, type ReadZipOptions, type ZipEntry } from "./archives/zip";

// formats
export {
  Float,
  isPackedArray,
  packArray,
  packMsgpack,
  unpackArray,
  msgpackParts,
  unpackMsgpack,
  type PackedArray,
  type PackedDType,
  type UnpackOptions,
} from "./formats/msgpack";

// registry
export {
  Registry,
  callbackArg,
  editDistance,
  isRegistryKind,
  blockKinds,
  modelArg,
  nearestNames,
  packageFor,
  promiseArg,
  registry,
  registryKinds,
  scheduleOrNumber,
  sizeArg,
  type ConfigObject,
  type FactoryRegistration,
  type FunctionKind,
  type PackageRegistrations,
  type Registration,
  type RegistryKind,
} from "./registry";
export { announcedPackages, discoverPackages } from "./registry/discovery-node";
export { findProject, type Project } from "./registry/project-node";

// text
export { attrId, attrName, attrNames, isAttrName } from "./text/attributes";
export type { AttrName, FlagAttr, LexAttr, StringAttr } from "./text/attributes";
export { BoundedMap } from "./text/bounded-map";
export { isFileName, isPathInside } from "./text/file-name";
export { printable } from "./text/printable";
export { decodeText } from "./text/decode-text";
export { readLines, readTextFile, type Line } from "./text/read-text-node";
export { hashKeys } from "./text/hash-keys";
export { hashNgrams } from "./text/hash-ngrams";
export { hashString, joinKey, writeStringHash } from "./text/hash-string";
export { Lexeme } from "./text/lexeme";
export { baseLexAttrGetters, likeNumber, likeUrl, wordShape } from "./text/lexical-attributes";
export type { LexAttrGetters } from "./text/lexical-attributes";
export { Lookups, LookupsTable, type TableEntries } from "./text/lookups";
export { PythonPattern } from "./text/python-pattern";
export type { PatternMatch } from "./text/python-pattern";
export { translatePythonRegex } from "./text/python-regex";
export type { TranslatedRegex } from "./text/python-regex";
export { StringStore, keyOfText, writeTextKey } from "./text/string-store";
export { symbolIds, symbolNames } from "./text/symbols";
export { codePointLength, compareCodePoints, isSpace, isSpaceUnit } from "./text/unicode";
export { Vocab } from "./text/vocab";
export type { VocabOptions, WarningHandler, WritingSystem } from "./text/vocab";

// languages
export { baseInfixes, basePrefixes, baseSuffixes, compileAffixes } from "./languages/affixes";
export { createVocab, getLanguage, languages } from "./languages/languages";
export type { LanguageDefaults } from "./languages/language-defaults";
export { specialCases, withTypographicApostrophes } from "./languages/special-cases";
export type { SpecialCases, SpecialToken } from "./languages/special-cases";

// config
export {
  Config,
  ConfigValidationError,
  combineScoreWeights,
  describePosition,
  describeProblem,
  fillConfig,
  findProblems,
  parseConfig,
  parseOverrides,
  resolveConfig,
  validateConfig,
  type ConfigProblem,
  type FillOptions,
  type Position,
  type ResolveOptions,
  type ValidateOptions,
  type ConfigTable,
  type ConfigValue,
} from "./config";
export { DocBin, docBinAttrs, type DocBinOptions, type ReadDocBinOptions } from "./formats/doc-bin";
export { readDocBin, writeDocBin } from "./formats/doc-bin-node";

// doc
export { Doc, type DocOptions } from "./doc/doc";
export type { DocTensor } from "./doc/doc-tensors";
export { stringColumns, type StringColumn } from "./doc/string-columns";
export type { CharSpanOptions } from "./doc/char-span";
export type { DocJson, DocJsonToken, ToJsonOptions } from "./doc/doc-json";
export { posNames, setTree } from "./doc/doc-annotate";
export { iobCodes, type SetEntsOptions } from "./doc/entities";
export { filterSpans } from "./doc/filter-spans";
export type { FromDocsOptions } from "./doc/from-docs";
export { normalizeMorph } from "./doc/morphology";
export { Retokenizer, type TokenAttrs } from "./doc/retokenizer";
export { Span, type SpanOptions } from "./doc/span";
export { SpanGroup, SpanGroups } from "./doc/span-groups";
export { Token } from "./doc/token";
export type { ExtensionOptions, Underscore } from "./doc/underscore";
export { UserData, type UserDataKey } from "./doc/user-data";

// tokenizer
export { createTokenizer } from "./tokenizer/create-tokenizer";
export { Tokenizer } from "./tokenizer/tokenizer";
export type { Explanation, PatternOption, TokenizerOptions } from "./tokenizer/tokenizer";
export type { SplitPatterns, TokenRule } from "./tokenizer/word-splitter";

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
  tagsToEntities,
  type BiluoTag,
  type EntityOffsets,
} from "./example/biluo";
export { Example } from "./example/example";
export type { ExampleDict, LinkOffsets, SpanOffsets } from "./example/example-dict";
export {
  containsCycle,
  deprojectivize,
  isNonprojArc,
  isNonprojTree,
  nonprojDelimiter,
  projectivize,
} from "./example/nonproj";
export { guessSpaces } from "./example/example-dict";

// converters
export { Unread, unreadWarning } from "./formats/unread";
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

// vectors
export type { ByteSource, RandomAccess } from "./vectors/byte-source";
export { bytesSource } from "./vectors/byte-source";
export { deduplicateVectors } from "./vectors/deduplicate";
export { DiskTable } from "./vectors/disk-table";
export { firstNonFinite } from "./vectors/finite";
export type { Subwords } from "./vectors/fasttext-subwords";
export { KeyRows } from "./vectors/key-rows";
export type {
  CandidateRows,
  MostSimilarOptions,
  SimilarityProduct,
  SimilarVectors,
} from "./vectors/most-similar";
export { floretHashes, floretNgrams, type FloretSettings } from "./vectors/ngrams";
export { pruneVectors, type PrunedWord } from "./vectors/prune";
export { vectorsFormats } from "./vectors/read/loaded";
export type { LoadedVectors, ReadVectorsOptions, VectorsFormat } from "./vectors/read/loaded";
export { makeVectors } from "./vectors/read/make-vectors";
export { detectFormat, readVectors } from "./vectors/read/read-vectors";
export type { HasVector, VectorHooks } from "./vectors/similarity";
export { HalfTable, MemoryTable, type VectorTable } from "./vectors/table";
export { Vectors, parseVectorAttr, type VectorsOptions } from "./vectors/vectors";
export { openInMemory, readVectorsFiles, vectorsFiles, type OpenFile } from "./vectors/vectors-files";
export { openFile } from "./vectors/open-node";
export { approximateIndex, type ApproximateIndexOptions } from "./vectors/approximate-index-node";
export { loadVectors, readVectorsFile, saveVectors } from "./vectors/vectors-node";

// matcher
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
