// For programs that set up components in code: options, architectures, what components are made of.
export * from "./architectures";
export type { ScorerFunction } from "./components/trainable-pipe";
export type {
  AttributeRule,
  AttributeRulerInit,
  AttributeRulerOptions,
  RuleAttrs,
  TagMap,
} from "./components/attribute-ruler";
export type { DocCleanerOptions } from "./components/doc-cleaner";
export type { EntityRulerOptions } from "./components/entity-ruler";
export type { LemmatizerOptions } from "./components/lemmatizer/lemmatizer";
export type { LemmaMode, LemmaModes, LemmaToken } from "./components/lemmatizer/lemma-mode";
export { LemmaTables } from "./components/lemmatizer/lemma-tables";
export type { RulePattern, SpansFilter } from "./components/rule-patterns";
export { defaultPunctChars, type SentencizerOptions } from "./components/sentencizer";
export {
  firstLongestSpansFilter,
  prioritizeExistingEntsFilter,
  prioritizeNewEntsFilter,
} from "./components/span-filters";
export type { SpanRulerOptions } from "./components/span-ruler";
export type { EditTreeLemmatizerOptions } from "./components/edit-tree-lemmatizer";
export { EditTrees, type EditTree } from "./components/edit-trees";
export type { MorphologizerOptions } from "./components/morphologizer";
export type { SentenceRecognizerOptions } from "./components/senter";
export type { TaggerOptions } from "./components/tagger";
export type { SpanCategorizerOptions } from "./components/spancat";
export type { SpanScores } from "./components/heads/spans";
export { ngramSuggester, presetSpansSuggester, type Suggester } from "./components/spancat-suggesters";
export type { SpanFinderOptions } from "./components/span-finder";
export type { TextCategorizerOptions } from "./components/textcat";

// transitions
export { transitionBasedParser, type TransitionBasedParserOptions } from "./transition-parser/architecture";
export { Beam, type BeamOptions, type Candidate } from "./transition-parser/beam/beam";
export { History } from "./transition-parser/beam/history";
export type { BeamSettings } from "./transition-parser/transition-settings";
export type { EntityRecognizerOptions, ScoredEntity } from "./transition-parser/ner";
export { BiluoSystem } from "./transition-parser/ner/biluo-system";
export { ArcEagerSystem, type ArcEagerSettings } from "./transition-parser/arc-eager/arc-eager-system";
export type { DependencyParserOptions, ScoredParse } from "./transition-parser/parser";
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

// layers and scores
export type { ScoreCatsOptions } from "./scorer/score-cats";
export type { ScoreDepsOptions } from "./scorer/score-deps";
export type { ScoreSpansOptions } from "./scorer/score-spans";
export type { ScoreTokenAttrOptions } from "./scorer/score-token-attr";
export type { ScoredComponent } from "./scorer/scorer";
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
export { extractNgrams, type ExtractNgramsOptions, type SparseFeatures } from "./layers/extract-ngrams";
