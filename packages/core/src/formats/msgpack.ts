export { packMsgpack } from "./msgpack-encode";
export { msgpackParts, unpackMsgpack, type UnpackOptions } from "./msgpack-decode";
export { Float } from "./msgpack-float";
export { isPackedArray, packArray, unpackArray, type PackedArray, type PackedDType } from "./numpy-array";
