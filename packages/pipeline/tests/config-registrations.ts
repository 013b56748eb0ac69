import { readFileSync } from "node:fs";
import { type FactoryRegistration, type FunctionKind, Float, type Registration, Registry } from "@x/core";
import { z } from "zod";

type Argument = readonly [name: string, fallback?: unknown];
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

function schemaOf(args: readonly Argument[]): z.ZodObject {
  const fields = args.map(([name, ...fallback]): [string, z.ZodType] => {
    if (fallback.length === 0) return [name, z.any()];
    const value = fallback[0] instanceof Float ? fallback[0].value : fallback[0];
    const type: z.ZodType = fallback[0] instanceof Float ? z.union([z.number(), z.any()]) : z.any();
    return [name, type.default(value)];
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
