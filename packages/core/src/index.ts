export { XError, catalogue, errorCode, isXError } from "./errors";

// formats
export {
  Float,
  isPackedArray,
  packArray,
  packMsgpack,
  unpackArray,
  unpackMsgpack,
  type PackedArray,
  type PackedDType,
  type UnpackOptions,
} from "./formats/msgpack";
