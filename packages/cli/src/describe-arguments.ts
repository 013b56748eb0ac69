import { blockKinds } from "@x/core/spi";
import type { z } from "zod";

/** An argument of a registered function, for people. */
export interface DescribedArgument {
  readonly name: string;
  readonly type: string;
  /** The default as JSON; undefined where the argument must be given. */
  readonly fallback: string | undefined;
}

/** What zod tells about a schema, as far as it is used here. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly element?: z.ZodType;
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
  readonly defaultValue?: unknown;
  readonly format?: string;
  readonly in?: z.ZodType;
}

const definitionOf = (schema: z.ZodType) => schema.def as unknown as Definition;
/** More than these are not listed. */
const longestList = 8;

/** Names, types and defaults of the arguments that a schema takes. */
export function describeArguments(schema: z.ZodObject): DescribedArgument[] {
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, argument]) => ({
    name,
    type: typeOf(argument),
    fallback: fallbackOf(argument),
  }));
}

function typeOf(schema: z.ZodType): string {
  const kinds = blockKinds.get(schema)?.kinds;
  if (kinds !== undefined) return kinds.map((kind) => `@${kind}`).join(" or ");
  const definition = definitionOf(schema);
  const { type, innerType, options, element } = definition;
  if (type === "nullable" && innerType) return `${typeOf(innerType)} or null`;
  if (innerType) return typeOf(innerType);
  if (options) return [...new Set(options.map(typeOf))].join(" or ");
  if (element) return `list of ${typeOf(element)}`;
  if (definition.in) return typeOf(definition.in);
  if (definition.entries ?? definition.values) {
    const values = definition.values ?? Object.values(definition.entries!);
    const shown = values.slice(0, longestList).map((value) => JSON.stringify(value));
    return shown.join(", ") + (values.length > longestList ? " ..." : "");
  }
  if (type === "number" && definition.format === "safeint") return "integer";
  return { string: "text", boolean: "true or false", record: "table", object: "table" }[type] ?? type;
}

function fallbackOf(schema: z.ZodType): string | undefined {
  for (let inner: z.ZodType | undefined = schema; inner; inner = definitionOf(inner).innerType) {
    const { type, defaultValue } = definitionOf(inner);
    if (type === "default") return JSON.stringify(defaultValue) ?? "null";
    if (type === "optional") return "(none)";
  }
  return undefined;
}
