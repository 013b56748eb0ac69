import { z } from "zod";
import type { FactoryRegistration, PackageRegistrations, Registration } from "../registry/registration";
import { defaultConfigOf } from "./default-config";
import type { Entry, Registered } from "./define";
import { schemaOf } from "./schema-of";

/** The table of a package: what its parts register, by kind and name. Schemas are built when they are first asked for. */
export function tableOf(packageName: string, parts: readonly Registered[]): PackageRegistrations {
  const table: Record<string, unknown> = { packageName };
  for (const { registered } of parts)
    for (const entry of registered)
      ((table[entry.kind] ??= {}) as Record<string, unknown>)[entry.name] = registrationOf(entry);
  return table as unknown as PackageRegistrations;
}

/** What these modules export that registers something: `import * as layers from "./layers"`. */
export function declaredIn(...modules: readonly object[]): Registered[] {
  return modules.flatMap((module) => Object.values(module)).filter(isRegistered);
}

const isRegistered = (value: unknown): value is Registered =>
  ((typeof value === "object" && value !== null) || typeof value === "function") && "registered" in value;

/** An entry as the registry keeps it. */
export function registrationOf({
  kind,
  name: _,
  settings,
  order,
  ...rest
}: Entry): Registration | FactoryRegistration {
  let schema: z.ZodObject | undefined;
  const make = () =>
    kind === "factories"
      ? z.strictObject({ nlp: z.custom(), name: z.string(), ...schemaOf(settings).shape })
      : schemaOf(settings);
  return {
    ...rest,
    ...(kind === "factories" && { defaultConfig: () => defaultConfigOf(settings, order) }),
    get schema() {
      return (schema ??= make());
    },
  };
}
