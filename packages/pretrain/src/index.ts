export { maskedLanguageModel } from "./masking/masked-language-model";
export {
  Masker,
  type Mask,
  type MaskDraws,
  type MaskedBatch,
  type MaskerOptions,
  type MaskerState,
} from "./masking/masker";
export { MaskedUpdater } from "./masking/masked-updater";
export { RandomWords, type RandomWordsState } from "./masking/random-words";
export type { FusedLoss, Objective, PretrainLoss } from "./objectives/objective";
export {
  charactersLoss,
  pretrainCharacters,
  type PretrainCharactersOptions,
  type PretrainCharactersSettings,
} from "./objectives/pretrain-characters";
export {
  pretrainVectors,
  vectorsLoss,
  type PretrainVectorsOptions,
  type PretrainVectorsSettings,
  type VectorsDistance,
} from "./objectives/pretrain-vectors";
export { wordEnds } from "./objectives/word-ends";
export { registrations } from "./registrations";
export {
  createPretraining,
  type CreatePretrainingOptions,
  type Pretraining,
} from "./loop/create-pretraining";
export { logLine, stateFile, type PretrainOutput } from "./loop/output";
export { pretrainFolder } from "./loop/output-node";
export { Progress, type ProgressRow, type ProgressState } from "./loop/progress";
export {
  hasState,
  runPretraining,
  type PretrainBegin,
  type PretrainResult,
  type PretrainStep,
  type RunPretrainingOptions,
} from "./loop/run-pretraining";
export { pretrainingSettings, type PretrainingSettings, type RawCorpus } from "./loop/pretraining-settings";
export { shuffleBuffer } from "./loop/shuffle-buffer";
