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
} from "./objectives/pretrain-characters";
export {
  pretrainVectors,
  vectorsLoss,
  type PretrainVectorsOptions,
  type VectorsDistance,
} from "./objectives/pretrain-vectors";
export { wordEnds } from "./objectives/word-ends";
export { registrations } from "./registrations";
