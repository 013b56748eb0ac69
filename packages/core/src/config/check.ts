import type { z } from "zod";
import { isRegistryKind, registryKinds } from "../registry/kinds";
import { nearestNames } from "../registry/nearest";
import type { FactoryRegistration, Registration } from "../registry/registration";
import type { Registry } from "../registry/registry";
import { writeJson } from "./json-write";
import { addDefaults } from "./merge";
import { parseConfig } from "./config";
import { unresolved } from "./parse";
import type { Problems } from "./problems";
import { describeSchema, hasWrongFloat, isRequired, kindsOf, takesOtherKeys } from "./schemas";
import { type ConfigTable, type ConfigValue, copyTable, fromPlain, isTable, toPlain } from "./values";

export interface CheckContext {
  readonly registry: Registry;
  readonly problems: Problems;
}

/** A block is a table with a key `@kind`. */
export const isBlock = (value: unknown): value is ConfigTable =>
  isTable(value) && [...value.keys()].some((key) => key.startsWith("@"));

/** Whether there is a block anywhere inside. */
function containsBlock(value: ConfigValue): boolean {
  if (isBlock(value)) return true;
  if (isTable(value)) return [...value.values()].some(containsBlock);
  return Array.isArray(value) && value.some((item) => containsBlock(item as ConfigValue));
}

function containsUnresolved(value: ConfigValue): boolean {
  if (isTable(value)) return [...value.values()].some(containsUnresolved);
  if (Array.isArray(value)) return value.some((item) => containsUnresolved(item as ConfigValue));
  return value === unresolved;
}

const shortened = (value: ConfigValue) => {
  const text = writeJson(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** What a block refers to. Problems with the reference itself are noted, and give undefined. */
export function referenceOf(
  block: ConfigTable,
  path: string,
  { registry, problems }: CheckContext,
): { kind: string; name: string; registration: Registration | FactoryRegistration } | undefined {
  const keys = [...block.keys()].filter((key) => key.startsWith("@"));
  if (keys.length > 1) {
    problems.add(path, {
      message: `names ${keys.length} registered functions (${keys.join(", ")}), and a block has exactly one.`,
      fix: "Remove the others.",
    });
    return undefined;
  }
  const kind = keys[0].slice(1);
  const name = block.get(keys[0]);
  const at = `${path}.${keys[0]}`;
  if (!isRegistryKind(kind)) {
    problems.add(at, {
      message: `there is no registry "${kind}".`,
      allowed: registryKinds,
      nearest: nearestNames(kind, registryKinds),
    });
    return undefined;
  }
  if (name === unresolved) return undefined;
  if (typeof name !== "string") {
    problems.add(at, {
      message: `must be the name of a registered function, found ${shortened(name ?? null)}.`,
    });
    return undefined;
  }
  const registration = registry.find(kind, name);
  if (registration === undefined)
    problems.add(at, {
      message: `the registry "${kind}" has no "${name}".`,
      allowed: registry.names(kind),
      nearest: nearestNames(name, registry.names(kind)),
      fix: registry.installAdvice(kind, name),
    });
  return registration === undefined ? undefined : { kind, name, registration };
}

/** Checks a block, its arguments, and the blocks inside. */
export function checkBlock(block: ConfigTable, path: string, context: CheckContext): void {
  const reference = referenceOf(block, path, context);
  const settings = withoutReferences(block);
  if (reference === undefined) return checkInside(settings, path, context);
  // What a component is given counts for its factory alone, not for the blocks in it.
  checkArguments(reference.registration.schema, settings, path, {
    ...context,
    owner: `"${reference.name}"`,
    given: undefined,
  });
}

export const withoutReferences = (block: ConfigTable): ConfigTable =>
  new Map([...block].filter(([key]) => !key.startsWith("@")));

/** Checks the blocks anywhere inside a value. */
export function checkInside(value: ConfigValue, path: string, context: CheckContext): void {
  if (isBlock(value)) checkBlock(value, path, context);
  else if (isTable(value))
    for (const [key, item] of value) checkInside(item, path === "" ? key : `${path}.${key}`, context);
  else if (Array.isArray(value)) for (const item of value) checkInside(item as ConfigValue, path, context);
}

/** Checks settings against a schema: unknown ones, missing ones, and the value of each. */
export function checkArguments(
  schema: z.ZodObject,
  settings: ConfigTable,
  path: string,
  context: CheckContext & { readonly owner: string; readonly given?: readonly string[] },
): void {
  const { problems, owner } = context;
  const known = Object.keys(schema.shape).filter((key) => !context.given?.includes(key));
  for (const key of known)
    if (!settings.has(key) && isRequired(schema.shape[key]))
      problems.add(`${path}.${key}`, {
        message: `${owner} needs this setting (${describeSchema(schema.shape[key])}), and it is not there.`,
      });
  for (const [key, value] of settings) {
    const at = `${path}.${key}`;
    if (known.includes(key)) checkValue(schema.shape[key], value, at, context);
    else if (takesOtherKeys(schema)) checkInside(value, at, context);
    else {
      // What is set already, perhaps by defaults, is less likely meant.
      const near = nearestNames(
        key,
        known.filter((name) => !settings.has(name)),
      );
      problems.add(at, {
        message: key === "*" ? `${owner} takes no positional blocks.` : `${owner} has no such setting.`,
        allowed: known,
        nearest: near.length > 0 ? near : nearestNames(key, known),
      });
      checkInside(value, at, context);
    }
  }
}

function checkValue(schema: z.core.$ZodType, value: ConfigValue, path: string, context: CheckContext): void {
  const { problems } = context;
  // What a variable could not give was noted before.
  if (value === unresolved) return;
  if (isBlock(value)) {
    const kinds = kindsOf(schema);
    const key = [...value.keys()].find((name) => name.startsWith("@"))!;
    if (kinds !== undefined && isRegistryKind(key.slice(1)) && !kinds.includes(key.slice(1) as never))
      problems.add(`${path}.${key}`, {
        message: `must be ${describeSchema(schema)}, found ${key}.`,
        allowed: kinds.map((kind) => `@${kind}`),
      });
    return checkBlock(value, path, context);
  }
  if (containsBlock(value) || containsUnresolved(value)) return checkInside(value, path, context);
  const positional = path.endsWith(".*") && isTable(value) ? [...value.values()] : value;
  const outcome = (schema as z.ZodType).safeParse(toPlain(positional));
  if (outcome.success && !hasWrongFloat(schema, value)) return;
  const own = outcome.error?.issues.find(
    (issue) => issue.code === "custom" && issue.message !== "Invalid input",
  );
  problems.add(path, {
    message:
      own !== undefined && kindsOf(schema) === undefined
        ? `${own.message}, found ${shortened(value)}.`
        : `must be ${describeSchema(schema)}, found ${shortened(value)}.`,
    ...(isTextThatLooksLikeNumber(schema, value) && {
      fix: `A text that looks like a number is written in quotes, "${shortened(value)}"; as an override of the command line: '"${shortened(value)}"'.`,
    }),
  });
}

const isTextThatLooksLikeNumber = (schema: z.core.$ZodType, value: ConfigValue): boolean =>
  ["number", "bigint"].includes(typeof toPlain(value)) &&
  (schema as z.ZodType).safeParse(shortened(value)).success;

/** The factory of a component: that of the language comes first. */
export function findFactory(
  registry: Registry,
  factory: string,
  lang?: string,
): FactoryRegistration | undefined {
  return (
    (lang === undefined ? undefined : registry.find("factories", `${lang}.${factory}`)) ??
    registry.find("factories", factory)
  );
}

/** A component's settings with its factory's defaults, `factory` left out. */
export function componentSettings(section: ConfigTable, registration: FactoryRegistration): ConfigTable {
  const settings = copyTable(section);
  settings.delete("factory");
  addDefaults(settings, factoryDefaults(registration));
  return settings;
}

function factoryDefaults({ defaultConfig }: FactoryRegistration): ConfigTable {
  const defaults = defaultConfig?.() ?? {};
  return typeof defaults === "string" ? inlineDefaults(defaults) : (fromPlain(defaults) as ConfigTable);
}

/** Default settings as text have one section, `[defaults]`, and those below it. */
function inlineDefaults(text: string): ConfigTable {
  const table = parseConfig(text).value("defaults");
  return isTable(table) ? table : new Map();
}

/** What `create` gets beside a component's settings. */
export const componentContext = ["nlp", "name"] as const;

/** Checks a component: its factory or source, and its settings with the factory's defaults. */
export function checkComponent(
  section: ConfigTable,
  path: string,
  context: CheckContext & { readonly lang?: string },
): void {
  const { registry, problems } = context;
  const factory = section.get("factory");
  if (factory === undefined && section.has("source")) {
    const allowed = ["source", "component", "replace_listeners"];
    for (const key of section.keys())
      if (!allowed.includes(key))
        problems.add(`${path}.${key}`, {
          message: "a component that is taken over from another pipeline has no settings of its own.",
          allowed,
        });
    return;
  }
  if (typeof factory !== "string") {
    problems.add(factory === undefined ? path : `${path}.factory`, {
      message: "a component needs a factory or a source.",
      fix: 'Add factory = "tagger" (or another), or source = "a trained pipeline".',
    });
    return checkInside(section, path, context);
  }
  const registration = findFactory(registry, factory, context.lang);
  if (registration === undefined) {
    const names = registry.names("factories");
    problems.add(`${path}.factory`, {
      message: `there is no factory "${factory}".`,
      allowed: names,
      nearest: nearestNames(factory, names),
      fix: registry.installAdvice("factories", factory),
    });
    return checkInside(section, path, context);
  }
  checkArguments(registration.schema, componentSettings(section, registration), path, {
    ...context,
    owner: `The factory "${factory}"`,
    given: componentContext,
  });
}
