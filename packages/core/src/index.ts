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

// registry
export {
  Registry,
  callbackArg,
  editDistance,
  isRegistryKind,
  modelArg,
  nearestNames,
  packageFor,
  promiseArg,
  registry,
  registryKinds,
  scheduleOrNumber,
  type ConfigObject,
  type FactoryRegistration,
  type FunctionKind,
  type PackageRegistrations,
  type Registration,
  type RegistryKind,
} from "./registry";
export { discoverPackages } from "./registry/discovery-node";
