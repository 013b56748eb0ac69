// For packages that build components from encoders.
export { tokenPositions, type TokenPositions } from "./alignment/token-positions";
export { INT8_KEY } from "./encoders/encoder";
export { withInt8 } from "./encoders/int8";
export { nativeTokenizer, explained as reported, type NativeTokenizer } from "./tokenizers/native";
export {
  bytePairsOf,
  readBytePairs,
  readWordpieces,
  type BytePairs,
  type Wordpieces,
} from "./tokenizers/read-vocabulary";
