export { biLstmEncoder, type BiLstmEncoderOptions } from "./architectures/bilstm-encoder";
export { characterEmbed, type CharacterEmbedOptions } from "./architectures/character-embed";
export { hashEmbedCnn, type HashEmbedCnnOptions } from "./architectures/hash-embed-cnn";
export { multiHashEmbed, type MultiHashEmbedOptions } from "./architectures/multi-hash-embed";
export { textcatEnsembleV1, type TextcatEnsembleV1Options } from "./architectures/textcat-ensemble-v1";
export { textcatLowData, type TextcatLowDataOptions } from "./architectures/textcat-low-data";
export {
  buildTok2Vec,
  buildTok2VecV1,
  type Tok2VecOptions,
  type Tok2VecV1Options,
} from "./architectures/tok2vec";
export {
  maxoutWindowEncoder,
  maxoutWindowEncoderV1,
  mishWindowEncoder,
  mishWindowEncoderV1,
  type MaxoutWindowEncoderOptions,
  type WindowEncoderOptions,
} from "./architectures/window-encoder";
export { Tok2Vec } from "./component/tok2vec";
export { charEmbed, type CharEmbedOptions } from "./layers/char-embed";
export { featureExtractor } from "./layers/feature-extractor";
export { tok2vecListener, type Tok2VecListenerOptions } from "./layers/tok2vec-listener";
export { registrations } from "./registrations";
export { staticVectors, type StaticVectorsOptions, type UnknownWords } from "./layers/static-vectors";
