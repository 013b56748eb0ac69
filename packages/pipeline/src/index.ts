export * from "./architectures";
export { FunctionPipe, type DocFunction } from "./components/function-pipe";
export { Pipe, type PipeOptions } from "./components/pipe";
export {
  TrainablePipe,
  type InitializeOptions,
  type ScorerFunction,
  type UpdateOptions,
} from "./components/trainable-pipe";
export {
  mount,
  readJson,
  readText,
  subfolder,
  treeReader,
  utf8,
  type FileReader,
  type FileTree,
} from "./language/storage/file-tree";
export {
  AttributeRuler,
  type AttributeRule,
  type AttributeRulerInit,
  type AttributeRulerOptions,
  type RuleAttrs,
  type TagMap,
} from "./components/attribute-ruler";
export { DocCleaner, type DocCleanerOptions } from "./components/doc-cleaner";
export { EntityRuler, type EntityRulerOptions } from "./components/entity-ruler";
export { Lemmatizer, type LemmatizerOptions } from "./components/lemmatizer/lemmatizer";
export type { LemmaMode, LemmaModes, LemmaToken } from "./components/lemmatizer/lemma-mode";
export { LemmaTables } from "./components/lemmatizer/lemma-tables";
export { EntityMerger, NounChunkMerger, SubtokenMerger, TokenSplitter } from "./components/merging";
export type { RulePattern, SpansFilter } from "./components/rule-patterns";
export { Sentencizer, defaultPunctChars, type SentencizerOptions } from "./components/sentencizer";
export {
  firstLongestSpansFilter,
  prioritizeExistingEntsFilter,
  prioritizeNewEntsFilter,
} from "./components/span-filters";
export { SpanRuler, type SpanRulerOptions } from "./components/span-ruler";
export { EditTreeLemmatizer, type EditTreeLemmatizerOptions } from "./components/edit-tree-lemmatizer";
export { EditTrees, type EditTree } from "./components/edit-trees";
export { Morphologizer, type MorphologizerOptions } from "./components/morphologizer";
export { SentenceRecognizer, type SentenceRecognizerOptions } from "./components/senter";
export { Tagger, type TaggerOptions } from "./components/tagger";
export { addSquares, sequencesForm, type GradientForm } from "./listeners/gradient-form";
export { ListenerHub } from "./listeners/hub";
export { checkListeners, linkComponents, listenersOf, type ListenerPlan } from "./listeners/link";
export {
  listenerOf,
  listenersIn,
  markListener,
  type ListenedBatch,
  type Listener,
  type ListenerLink,
  type ListenerNode,
} from "./listeners/listener";
export { selectDocs } from "./listeners/select";
export { isUpstream, type Upstream } from "./listeners/upstream";
export { readLines, type Line } from "@x/core/files";
export type { TokenizerFactory } from "./language/build/defaults";
export { fillPipelineConfig } from "./language/build/fill-config";
export {
  defaultConfig,
  defaultPretrainingConfig,
  initializeSchema,
  nlpSchema,
  pretrainingSchema,
  sectionSchemas,
  trainingSchema,
} from "./language/build/schemas";
export { nextTurn } from "./language/calls/call-limits";
export { loadPretrained, weightsChecksum } from "./language/calls/load-pretrained";
export {
  findPretrainedLayer,
  pretrainedPlace,
  type PretrainedLayer,
  type PretrainedPlace,
} from "./language/calls/pretrained-layer";
export { languageFromConfig, type FromConfigOptions, type LoadSource } from "./language/build/from-config";
export { Language, type LanguageOptions } from "./language/language";
export { minibatch, type Sizing } from "./language/calls/minibatch";
export { pipelineDataFolder } from "./packages/data-folder-node";
export { findPipeline, type FindPipelineOptions } from "./packages/find-pipeline-node";
export { installWheel, type InstallWheelOptions } from "./packages/install-wheel-node";
export { readWheel, type Wheel } from "./packages/wheel";
export { parseWheelName, sameName, sameVersion, type WheelName } from "./packages/wheel-name";
export { loadFiles, type LoadFilesOptions } from "./language/storage/load-files";
export { load, readConfig, type LoadOptions } from "./language/storage/load-node";
export { checksumsFile, checksumsOf } from "./language/storage/checksums-node";
export { checkFiles } from "./language/storage/folder-reader-node";
export { readVectorsOf } from "./language/storage/vectors-node";
export { checkPipelineFolder, replaceablePipeline } from "./language/storage/replaceable-pipeline-node";
export { writePipelineFiles } from "./language/storage/write-pipeline-node";
export { writeTree } from "./language/storage/write-tree-node";
export { blank, type BlankOptions } from "./language/build/blank";
export { registrations, scorerRegistrations } from "./registrations";
export { PRFScore, type Prf } from "./scorer/prf-score";
export { ROCAUCScore } from "./scorer/roc-auc-score";
export { scoreCats, type ScoreCatsOptions } from "./scorer/score-cats";
export { scoreDeps, type ScoreDepsOptions } from "./scorer/score-deps";
export { scoreEnts } from "./scorer/score-ents";
export { scoreSpans, type ScoreSpansOptions } from "./scorer/score-spans";
export { scoreTokenAttr, scoreTokenAttrPerFeat, type ScoreTokenAttrOptions } from "./scorer/score-token-attr";
export { scoreTokenization } from "./scorer/score-tokenization";
export { Scorer, type ScoredComponent, type ScorerOptions } from "./scorer/scorer";
export {
  scoreAttributeRuler,
  scoreLemmatizer,
  scoreMorphologizer,
  scoreNer,
  scoreParser,
  scoreSenter,
  scoreSpancat,
  scoreSpanFinder,
  scoreTagger,
  scoreTextcat,
  scoreTextcatMultilabel,
} from "./scorer/scorers";
export { SpanCategorizer, type SpanCategorizerOptions } from "./components/spancat";
export type { SpanScores } from "./components/heads/spans";
export { ngramSuggester, presetSpansSuggester, type Suggester } from "./components/spancat-suggesters";
export { SpanFinder, type SpanFinderOptions } from "./components/span-finder";
export { extractNgrams, type ExtractNgramsOptions, type SparseFeatures } from "./layers/extract-ngrams";
export {
  MultiLabelTextCategorizer,
  TextCategorizer,
  type TextCategorizerOptions,
} from "./components/textcat";
export { transitionBasedParser, type TransitionBasedParserOptions } from "./transition-parser/architecture";
export { Beam, type BeamOptions, type Candidate } from "./transition-parser/beam/beam";
export { History } from "./transition-parser/beam/history";
export type { BeamSettings } from "./transition-parser/transition-settings";
export { EntityRecognizer, type EntityRecognizerOptions, type ScoredEntity } from "./transition-parser/ner";
export { BiluoSystem } from "./transition-parser/ner/biluo-system";
export { ArcEagerSystem, type ArcEagerSettings } from "./transition-parser/arc-eager/arc-eager-system";
export { DependencyParser, type DependencyParserOptions, type ScoredParse } from "./transition-parser/parser";
export {
  transitionModel,
  type ResizeOutput,
  type TransitionModelOptions,
} from "./transition-parser/parser-model";
export { StepModel, type HiddenMask, type StepModelOptions } from "./transition-parser/step-model";
export { TransitionParser, type TransitionParserOptions } from "./transition-parser/transition-parser";
export {
  TransitionSystem,
  type ActionCounts,
  type TransitionState,
} from "./transition-parser/transition-system";
export { useInstalledPackages } from "./language/build/packages-node";
export { annotationsOf, checkExport, exportTolerance, type ExportCheck } from "./export/check-export";
export { exportNetworks, sampleText, type RecordedNetwork } from "./export/export-networks";
export type {
  ExportedComponent,
  ExportedNetwork,
  ExportedNode,
  ExportedPipeline,
  ExportedValue,
  ExportManifest,
} from "./export/manifest";
export type { ProcessOptions, StreamOptions, WorkerSetup } from "./contracts/annotates";
export type { AddPipeOptions, Placement } from "./contracts/composes";
export type { Draws } from "./contracts/draws";
export type { Component, ComponentConfig } from "./contracts/has-components";
export type { Meta } from "./contracts/has-config";
export type {
  EvaluateOptions,
  GetExamples,
  LanguageUpdateOptions,
  Losses,
  PretrainedReport,
  RehearseOptions,
} from "./contracts/learns";
export type { ReadOptions, StorageOptions } from "./contracts/stores";
export type { Pipeline } from "./contracts/pipeline";
