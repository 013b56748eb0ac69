import { readFileSync } from "node:fs";
import { type FactoryRegistration, type Registration, Registry } from "@x/core";
import { type FunctionKind, Float } from "@x/core/spi";
import { z } from "zod";

type Argument = readonly [name: string, type: string, fallback?: unknown];
interface Factory {
  readonly arguments: readonly Argument[];
  readonly defaults: Record<string, unknown>;
  readonly weights: Record<string, number | null>;
}

/** Keeps 1.0 apart from 1, as the text of the file does. */
function parse(text: string): unknown {
  const marked = text.replace(/([[:,]\s*)(-?[0-9]+\.0|[0-9.]+e-?[0-9]+)(?=[\],}])/g, '$1{"$float": $2}');
  return JSON.parse(marked, (_key, value) =>
    typeof value === "object" && value !== null && "$float" in value ? new Float(value.$float) : value,
  );
}

const types: Readonly<Record<string, () => z.ZodType>> = {
  int: () => z.int(),
  float: () => z.number(),
  bool: () => z.boolean(),
  str: () => z.string(),
};

function typeOf(name: string): z.ZodType {
  const type = types[name.replace("?", "")]?.() ?? z.any();
  return name.endsWith("?") ? type.nullable() : type;
}

function schemaOf(args: readonly Argument[]): z.ZodObject {
  const fields = args.map(([name, type, ...fallback]): [string, z.ZodType] => {
    const schema = typeOf(type);
    if (fallback.length === 0) return [name, schema];
    const value = fallback[0];
    if (!(value instanceof Float)) return [name, schema.default(value)];
    // Without a type, the default itself says that it is a float.
    return [name, (type === "" ? z.union([z.number(), z.any()]) : schema).default(value.value)];
  });
  return z.strictObject(Object.fromEntries(fields.filter(([name]) => name !== "*")));
}

/**
 * All of spaCy's registered names with their arguments and defaults, as dumped from spaCy itself: what filling needs,
 * also for what is not built yet. Nothing here can be made.
 */
export function spacyRegistry(path: string): Registry {
  const create = () => {
    throw new Error("only for filling");
  };
  const dump = parse(readFileSync(path, "utf8")) as Record<string, Record<string, unknown>>;
  const registry = new Registry();
  for (const [kind, entries] of Object.entries(dump))
    for (const [name, entry] of Object.entries(entries))
      if (kind === "factories") {
        const factory = entry as Factory;
        const weights = Object.entries(factory.weights).map(([score, weight]) => [
          score,
          weight === null ? null : Number(weight),
        ]);
        const registration: FactoryRegistration = {
          schema: schemaOf(factory.arguments),
          create,
          defaultConfig: () => factory.defaults,
          defaultScoreWeights: Object.fromEntries(weights),
        };
        registry.register("factories", name, registration);
      } else {
        const registration: Registration = { schema: schemaOf(entry as Argument[]), create };
        registry.register(kind as FunctionKind, name, registration);
      }
  return registry;
}
