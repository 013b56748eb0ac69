// For programs: pipelines, their components and scores. Other readers have entries of their own: `components`, `export`, `files`,
// `spi`.
export { treeReader } from "./language/storage/file-tree";
export { languageFromConfig, type FromConfigOptions } from "./language/build/from-config";
export { Language, type LanguageOptions } from "./language/language";
export { minibatch } from "./language/calls/minibatch";
export { loadFiles, type LoadFilesOptions } from "./language/storage/load-files";
export { load, readConfig, type LoadOptions } from "./language/storage/load-node";
export { blank, type BlankOptions } from "./language/build/blank";
export { registrations } from "./registrations";
export { useInstalledPackages } from "./language/build/packages-node";
export type { ProcessOptions, StreamOptions } from "./contracts/annotates";
export type { AddPipeOptions } from "./contracts/composes";
export type { Component, ComponentConfig } from "./contracts/has-components";
export type { Meta } from "./contracts/has-config";
export type {
  EvaluateOptions,
  GetExamples,
  LanguageUpdateOptions,
  Losses,
  RehearseOptions,
} from "./contracts/learns";
export type { ReadOptions, StorageOptions } from "./contracts/stores";

// components
export { FunctionPipe, type DocFunction } from "./components/function-pipe";
export { Pipe, type PipeOptions } from "./components/pipe";
export { TrainablePipe, type InitializeOptions, type UpdateOptions } from "./components/trainable-pipe";
export { AttributeRuler } from "./components/attribute-ruler";
export { DocCleaner } from "./components/doc-cleaner";
export { EntityRuler } from "./components/entity-ruler";
export { Lemmatizer } from "./components/lemmatizer/lemmatizer";
export { EntityMerger, NounChunkMerger, SubtokenMerger, TokenSplitter } from "./components/merging";
export { Sentencizer } from "./components/sentencizer";
export { SpanRuler } from "./components/span-ruler";
export { EditTreeLemmatizer } from "./components/edit-tree-lemmatizer";
export { Morphologizer } from "./components/morphologizer";
export { SentenceRecognizer } from "./components/senter";
export { Tagger } from "./components/tagger";
export { SpanCategorizer } from "./components/spancat";
export { SpanFinder } from "./components/span-finder";
export { MultiLabelTextCategorizer, TextCategorizer } from "./components/textcat";
export { EntityRecognizer } from "./transition-parser/ner";
export { DependencyParser } from "./transition-parser/parser";

// scores
export { PRFScore, type Prf } from "./scorer/prf-score";
export { ROCAUCScore } from "./scorer/roc-auc-score";
export { scoreCats } from "./scorer/score-cats";
export { scoreDeps } from "./scorer/score-deps";
export { scoreEnts } from "./scorer/score-ents";
export { scoreSpans } from "./scorer/score-spans";
export { scoreTokenAttr, scoreTokenAttrPerFeat } from "./scorer/score-token-attr";
export { scoreTokenization } from "./scorer/score-tokenization";
export { Scorer, type ScorerOptions } from "./scorer/scorer";
