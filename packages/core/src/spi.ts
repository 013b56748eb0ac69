// For authors of packages: how registered things are declared.
export { defaultConfigOf } from "./define/default-config";
export { define, defineCall, type Defined, type Entry, type Registered } from "./define/define";
export { schemaOf } from "./define/schema-of";
export {
  block,
  checked,
  codeOnly,
  count,
  positive,
  flag,
  fromConfig,
  inConfig,
  integer,
  keyOf,
  list,
  named,
  number,
  orNull,
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
