// For authors of packages: how registered things are declared.
export { defaultConfigOf } from "./define/default-config";
export {
  alias,
  define,
  defineCall,
  defineValue,
  type Defined,
  type Entry,
  type Registered,
} from "./define/define";
export { schemaOf } from "./define/schema-of";
export {
  atLeast,
  block,
  callback,
  checked,
  codeOnly,
  count,
  either,
  fitting,
  flag,
  fromConfig,
  inConfig,
  integer,
  keyOf,
  list,
  named,
  number,
  oneOf,
  optional,
  orNull,
  positive,
  share,
  size,
  stated,
  text,
  withBlock,
  withDefaults,
  type Kind,
  type OptionsOf,
  type Rules,
  type Setting,
  type Settings,
  type Shape,
  type ValuesOf,
} from "./define/setting";
export { registrationOf, tableOf } from "./define/table-of";
export type { SizeKind } from "./registry/largest-sizes";
