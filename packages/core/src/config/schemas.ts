import { showValue } from "../text/show-value";
import type { z } from "zod";
import { Float } from "../formats/msgpack-float";
import { blockKinds } from "../registry/arguments";
import type { RegistryKind } from "../registry/kinds";
import { type ConfigValue, float, fromPlain, isTable } from "./values";

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypeDef & Record<string, unknown>;

const defOf = (schema: Schema) => schema._zod.def as Def;

/** The schema inside `nullable`, `default`, `optional` and their like. */
function unwrap(schema: Schema): Schema {
  for (let inner = schema; ;) {
    const def = defOf(inner);
    if (def.type === "pipe") inner = def.in as Schema;
    else if (def.innerType !== undefined) inner = def.innerType as Schema;
    else return inner;
  }
}

function options(schema: Schema): readonly Schema[] {
  const inner = unwrap(schema);
  return defOf(inner).type === "union"
    ? (defOf(inner).options as Schema[]).flatMap((option) => options(option))
    : [inner];
}

/** The kinds of blocks that an argument takes; undefined where any value will do. */
export function kindsOf(schema: Schema): readonly RegistryKind[] | undefined {
  const kinds = options(schema).flatMap((option) => blockKinds.get(option as z.ZodType)?.kinds ?? []);
  return kinds.length > 0 ? kinds : undefined;
}

export const isRequired = (schema: Schema): boolean => schema._zod.optin === undefined;

/** Keys beyond the schema's are allowed only where it says so (`z.looseObject`, `catchall`). */
export function takesOtherKeys(schema: z.ZodObject): boolean {
  const rest = schema._zod.def.catchall;
  return rest !== undefined && defOf(rest).type !== "never";
}

const isInteger = (schema: Schema) =>
  defOf(schema).type === "number" && /int/.test(showValue(defOf(schema).format ?? ""));

/** Whether 1.0 stands where only 1 will do: spaCy tells them apart. */
export function hasWrongFloat(schema: Schema, value: ConfigValue): boolean {
  return options(schema).every((option) => {
    const def = defOf(option);
    if (value instanceof Float) return isInteger(option);
    if (Array.isArray(value) && def.type === "array")
      return value.some((item) => hasWrongFloat(def.element as Schema, item as ConfigValue));
    if (isTable(value) && def.type === "record")
      return [...value.values()].some((item) => hasWrongFloat(def.valueType as Schema, item));
    return false;
  });
}

/** The default of an argument in a config's form; undefined where it has none. */
export function defaultOf(schema: Schema): ConfigValue | undefined {
  const def = defOf(schema);
  if (def.type === "default" || def.type === "prefault")
    return withFloats(def.innerType as Schema, fromPlain(def.defaultValue));
  return def.innerType === undefined ? undefined : defaultOf(def.innerType as Schema);
}

/** Wraps the numbers that a schema takes for floats: a default of 0 for a rate is written 0.0. */
export function withFloats(schema: Schema, value: ConfigValue): ConfigValue {
  const choices = options(schema);
  if (typeof value === "number") {
    const numbers = choices.filter((option) => defOf(option).type === "number");
    return numbers.length > 0 && !numbers.some(isInteger) ? float(value) : value;
  }
  const inner = (type: string, key: string) =>
    choices.map((option) => defOf(option)).find((def) => def.type === type)?.[key] as Schema | undefined;
  if (Array.isArray(value)) {
    const element = inner("array", "element");
    return element === undefined ? value : value.map((item) => withFloats(element, item as ConfigValue));
  }
  if (isTable(value)) {
    const item = inner("record", "valueType");
    return item === undefined ? value : new Map([...value].map(([key, v]) => [key, withFloats(item, v)]));
  }
  return value;
}

/** What a schema takes, in words: `an integer or null`. */
export function describeSchema(schema: Schema): string {
  const words = new Set(options(schema).map(describeOne));
  if (isNullable(schema)) words.add("null");
  return [...words].join(" or ");
}

/** The largest value, where one was set. */
function upTo(schema: Schema): string {
  const checks = (defOf(schema).checks ?? []) as readonly z.core.$ZodCheck[];
  const most = checks
    .map((check) => check._zod.def as { readonly check: string; readonly value?: unknown })
    .find(({ check }) => check === "less_than")?.value;
  return most === undefined ? "" : ` up to ${showValue(most)}`;
}

function isNullable(schema: Schema): boolean {
  const def = defOf(schema);
  if (def.type === "nullable" || def.type === "null") return true;
  if (def.type === "union") return (def.options as Schema[]).some(isNullable);
  return def.innerType !== undefined && isNullable(def.innerType as Schema);
}

function describeOne(schema: Schema): string {
  const def = defOf(schema);
  const kinds = blockKinds.get(schema as z.ZodType)?.kinds;
  if (kinds !== undefined) return `a block with ${kinds.map((kind) => `@${kind}`).join(" or ")}`;
  switch (def.type) {
    case "number":
      return isInteger(schema) ? `an integer${upTo(schema)}` : "a number";
    case "string":
      return "a text";
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "array":
      return `a list (each item ${describeSchema(def.element as Schema)})`;
    case "record":
    case "object":
      return "a table";
    case "enum":
      return `one of ${Object.values(def.entries as object)
        .map((entry) => JSON.stringify(entry))
        .join(", ")}`;
    case "literal":
      return (def.values as unknown[]).map((value) => JSON.stringify(value)).join(" or ");
    default:
      return "another value";
  }
}
