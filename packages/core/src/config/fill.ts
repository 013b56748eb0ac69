import type { z } from "zod";
import { type Registry, registry as globalRegistry } from "../registry/registry";
import type { FactoryRegistration, Registration } from "../registry/registration";
import { componentSettings, findFactory, isBlock } from "./check";
import { Config } from "./config";
import { addDefaults, referenceKey } from "./merge";
import { isRegistryKind } from "../registry/kinds";
import type { ConfigProblem } from "./problems";
import { nearestNames } from "../registry/nearest";
import { defaultOf, takesOtherKeys } from "./schemas";
import { combineScoreWeights } from "./score-weights";
import { type ConfigTable, type ConfigValue, copyTable, copyValue, isTable } from "./values";

/** Options of `fillConfig`. */
export interface FillOptions {
  /** Where names are looked up (default: the registry of the process). */
  readonly registry?: Registry;
  /** The defaults of the top-level sections. */
  readonly defaults?: Config;
  /** Schemas of top-level sections: what they do not know is dropped. */
  readonly schemas?: Readonly<Record<string, z.ZodObject>>;
  /** Defaults for pretraining; given, its sections are filled too. */
  readonly pretraining?: Config;
}

/**
 * Adds every default a config leaves out: of the top-level sections, of registered functions, of components, and
 * the weights of their scores. Variables stay as they are. The order is the config's, then that of the defaults.
 *
 * Names that are not registered are left as they are; `validateConfig` reports them.
 */
export function fillConfig(config: Config, options: FillOptions = {}): Config {
  const { registry = globalRegistry, defaults = new Config(), schemas = {}, pretraining } = options;
  const sourced = config.value("components");
  const merged = defaults.merge(config);
  const root = copyTable(merged.table);
  const components = take(root, "components");
  const pretrain = take(root, "pretraining");
  root.set("components", new Map());

  const plain = merged.with(root);
  const filled = fillTable(plain.interpolate().table, registry);
  // The variables of the config come back: what was filled in is only added.
  addDefaults(root, filled);
  const dropped: ConfigProblem[] = [];
  for (const [name, schema] of Object.entries(schemas))
    dropped.push(...dropUnknown(root, name, schema, merged));
  root.set("components", components);
  root.set("pretraining", pretrain);

  const whole = merged.with(root, merged.collects ? { problems: [...merged.problems, ...dropped] } : {});
  fillComponents(whole, registry);
  if (isTable(sourced))
    for (const [name, section] of sourced)
      if (isTable(section) && section.has("source") && !section.has("factory"))
        (whole.table.get("components") as ConfigTable).set(name, copyValue(section));
  return pretraining === undefined ? whole : pretraining.merge(whole);
}

/**
 * Drops the settings of a section that its schema does not know, as spaCy does, and gives what is wrong with them: all,
 * but where a section takes other keys (`[nlp]`) only those that look like a slip of the pen.
 */
function dropUnknown(root: ConfigTable, name: string, schema: z.ZodObject, config: Config): ConfigProblem[] {
  const section = root.get(name);
  const known = Object.keys(schema.shape);
  if (!isTable(section)) return [];
  const unknown = [...section.keys()].filter((key) => !known.includes(key));
  for (const key of unknown) section.delete(key);
  return unknown.flatMap((key) => {
    const path = `${name}.${key}`;
    const nearest = nearestNames(key, known);
    if (nearest.length === 0 && takesOtherKeys(schema)) return [];
    const { file, line } = config.positionOf(path) ?? {};
    return [{ file, line, path, message: `[${name}] has no such setting.`, allowed: known, nearest }];
  });
}

function take(root: ConfigTable, name: string): ConfigTable {
  const section = root.get(name);
  root.delete(name);
  return isTable(section) ? section : new Map();
}

/** Fills the components of the pipeline, in its order, and the weights of their scores. */
function fillComponents(config: Config, registry: Registry): void {
  const interpolated = config.interpolate();
  const lang = interpolated.get("nlp.lang");
  const pipeline = interpolated.get("nlp.pipeline");
  const raw = config.table.get("components") as ConfigTable;
  const filled: ConfigTable = new Map();
  const weights: Record<string, number | null>[] = [];
  for (const name of Array.isArray(pipeline) ? (pipeline as string[]) : []) {
    const section = raw.get(name);
    if (!isTable(section)) continue;
    const settings = interpolated.value(`components.${name}`) as ConfigTable;
    const factory = settings.get("factory");
    const registration =
      typeof factory === "string" ? findFactory(registry, factory, lang as string | undefined) : undefined;
    filled.set(
      name,
      registration === undefined
        ? copyTable(section)
        : fillComponent(section, settings, registration, registry),
    );
    if (registration?.defaultScoreWeights !== undefined)
      weights.push({ ...registration.defaultScoreWeights });
  }
  config.table.set("components", filled);
  const training = config.table.get("training");
  if (!isTable(training)) return;
  const given = training.get("score_weights");
  let combined = combineScoreWeights(weights, isTable(given) ? given : new Map());
  // spaCy loads what it filled once more, which scales the rounded weights again.
  combined = combineScoreWeights(weights, combined);
  training.set("score_weights", combined);
}

function fillComponent(
  raw: ConfigTable,
  settings: ConfigTable,
  registration: FactoryRegistration,
  registry: Registry,
): ConfigTable {
  const filled = fillArguments(componentSettings(settings, registration), registration, registry);
  const section: ConfigTable = new Map([["factory", raw.get("factory")!]]);
  for (const [key, value] of raw) if (key !== "factory") section.set(key, copyValue(value));
  addDefaults(section, filled);
  return section;
}

/** Fills the blocks anywhere inside. */
function fillTable(table: ConfigTable, registry: Registry): ConfigTable {
  return new Map([...table].map(([key, value]) => [key, fillValue(value, registry)]));
}

function fillValue(value: ConfigValue, registry: Registry): ConfigValue {
  if (!isTable(value)) return value;
  if (!isBlock(value)) return fillTable(value, registry);
  const key = referenceKey(value)!;
  const name = value.get(key);
  const kind = key.slice(1);
  const registration =
    isRegistryKind(kind) && typeof name === "string" ? registry.find(kind, name) : undefined;
  return registration === undefined ? value : fillArguments(value, registration, registry);
}

function fillArguments(
  settings: ConfigTable,
  registration: Registration | FactoryRegistration,
  registry: Registry,
): ConfigTable {
  const filled = copyTable(settings);
  for (const [key, schema] of Object.entries(registration.schema.shape)) {
    if (filled.has(key)) continue;
    const value = defaultOf(schema as z.ZodType);
    if (value !== undefined) filled.set(key, value);
  }
  return fillTable(filled, registry);
}
