// For authors of packages: how registered things are declared, and the parts that components and layers are made of.
export { defaultConfigOf } from "./define/default-config";
export {
  alias,
  define,
  defineCall,
  defineOf,
  defineValue,
  type Defined,
  type DefinedOf,
  type Entry,
  type OptionsArgument,
  type Registered,
} from "./define/define";
export { schemaOf } from "./define/schema-of";
export {
  anything,
  atLeast,
  block,
  callback,
  checked,
  codeOnly,
  count,
  either,
  extend,
  fitting,
  flag,
  fromConfig,
  inConfig,
  integer,
  keyOf,
  list,
  named,
  nothing,
  number,
  oneOf,
  optional,
  orNull,
  pick,
  positive,
  share,
  size,
  stated,
  table,
  tableWith,
  text,
  withBlock,
  withDefaults,
  type Kind,
  type OptionsOf,
  type Rules,
  type Setting,
  type Settings,
  type SettingsIn,
  type Shape,
  type ValuesOf,
} from "./define/setting";
export { declaredIn, registrationOf, tableOf } from "./define/table-of";
export type { SizeKind } from "./registry/largest-sizes";

// errors, names, what is installed
export { catalogue, listed, warningCatalogue } from "./errors";
export {
  callbackArg,
  editDistance,
  isRegistryKind,
  blockKinds,
  modelArg,
  nearestNames,
  isNowhere,
  packageFor,
  promiseArg,
  registryKinds,
  scheduleOrNumber,
  sizeArg,
  type FunctionKind,
} from "./registry";
export { announcedPackages, discoverPackages } from "./registry/discovery-node";
export { findProject, type Project } from "./registry/project-node";
export { describePosition, describeProblem, findProblems, parseOverrides, type Position } from "./config";

// bytes
export {
  Float,
  isPackedArray,
  packArray,
  packMsgpack,
  unpackArray,
  msgpackParts,
  unpackMsgpack,
  type PackedArray,
  type PackedDType,
  type UnpackOptions,
} from "./formats/msgpack";
export { docBinAttrs } from "./formats/doc-bin";
export { Unread, unreadWarning } from "./formats/unread";
export { firstNonFinite } from "./vectors/finite";

// attributes, keys, text
export {
  attrId,
  attrName,
  attrNames,
  isAttrName,
  type FlagAttr,
  type LexAttr,
  type StringAttr,
} from "./text/attributes";
export { symbolIds, symbolNames } from "./text/symbols";
export { hashKeys } from "./text/hash-keys";
export { hashNgrams } from "./text/hash-ngrams";
export { joinKey, writeStringHash } from "./text/hash-string";
export { writeTextKey } from "./text/string-store";
export { BoundedMap } from "./text/bounded-map";
export { printable } from "./text/printable";
export { showValue } from "./text/show-value";
export { codePointLength, compareCodePoints, isSpace, isSpaceUnit } from "./text/unicode";
export type { PatternMatch } from "./text/python-pattern";
export { translatePythonRegex, type TranslatedRegex } from "./text/python-regex";

// annotation
export { posNames, setTree } from "./doc/doc-annotate";
export { iobCodes } from "./doc/entity-codes";
export { normalizeMorph } from "./doc/morphology";
export { stringColumns, type StringColumn } from "./doc/string-columns";
export { tagsToEntities } from "./example/biluo";
export { guessSpaces } from "./example/example-dict";
export { nonprojDelimiter } from "./example/nonproj";
