import type { z } from "zod";
import { languageCodes } from "../languages/language-codes";
import { languages } from "../languages/languages";
import { nearestNames } from "../registry/nearest";
import { type Registry, registry as globalRegistry } from "../registry/registry";
import { type CheckContext, checkArguments, checkComponent, checkInside } from "./check";
import type { Config } from "./config";
import { type ConfigProblem, ConfigValidationError, Problems } from "./problems";
import { takesOtherKeys } from "./schemas";
import { type ConfigTable, isTable } from "./values";

/** Options of `validateConfig` and `findProblems`. */
export interface ValidateOptions {
  /** Where names are looked up (default: the registry of the process). */
  readonly registry?: Registry;
  /** Schemas of the top-level sections; a section that is empty or missing is only checked if it is required. */
  readonly schemas?: Readonly<Record<string, z.ZodObject>>;
  /** Sections that must be there (default: nlp). */
  readonly required?: readonly string[];
}

/**
 * Checks a whole config, and throws one ConfigValidationError (CF20) with everything that is wrong: `[nlp]` and
 * the other sections with a schema, every component of the pipeline, and every block of the corpora.
 */
export function validateConfig(config: Config, options: ValidateOptions = {}): void {
  const problems = findProblems(config, options);
  if (problems.length > 0) throw new ConfigValidationError(problems);
}

/**
 * As `validateConfig`, but returns the problems in the order of the file. Mistakes in variables are among them if the
 * config was read with `collect`, else they throw.
 */
export function findProblems(config: Config, options: ValidateOptions = {}): readonly ConfigProblem[] {
  const { registry = globalRegistry, schemas = {}, required = ["nlp"] } = options;
  const filled = config.interpolate();
  const problems = new Problems(filled);
  const context: CheckContext = { registry, problems };
  for (const name of required)
    if (!isTable(filled.value(name)))
      problems.add(name, {
        message: `the section [${name}] is missing.`,
        nearest: nearestNames(name, filled.sections),
        fix: "Add it, or let `x init fill-config` do it.",
      });
  for (const [name, schema] of Object.entries(schemas)) {
    const section = filled.value(name);
    if (!isTable(section) || (section.size === 0 && !required.includes(name))) continue;
    checkArguments(schema, section, name, { ...context, owner: `[${name}]` });
    if (takesOtherKeys(schema)) checkSlips(schema, section, name, problems);
  }
  const nlp = filled.value("nlp");
  if (isTable(nlp)) checkPipeline(filled, nlp, context);
  const corpora = filled.value("corpora");
  if (corpora !== undefined) checkInside(corpora, "corpora", context);
  return inOrder(problems.all, config);
}

/** Sections that take other keys: one that is nearly a key that is missing is a slip of the pen. */
function checkSlips(schema: z.ZodObject, section: ConfigTable, name: string, problems: Problems): void {
  const known = Object.keys(schema.shape);
  const missing = known.filter((key) => !section.has(key));
  for (const key of section.keys()) {
    const nearest = known.includes(key) ? [] : nearestNames(key, missing);
    if (nearest.length > 0)
      problems.add(`${name}.${key}`, { message: `[${name}] has no such setting.`, nearest });
  }
}

/** By line; what has no line, or stands in another file (the defaults), comes last. */
function inOrder(problems: readonly ConfigProblem[], config: Config): ConfigProblem[] {
  const own = [...config.positions.values()].findLast(({ line }) => line !== undefined)?.file;
  const rank = ({ file, line }: ConfigProblem) =>
    line === undefined ? Infinity : file === own ? line : Number.MAX_SAFE_INTEGER;
  return [...problems].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

function checkPipeline(config: Config, nlp: ConfigTable, context: CheckContext): void {
  const { registry, problems } = context;
  const lang = nlp.get("lang");
  const known = [...new Set([...Object.keys(languages), ...languageCodes, ...registry.names("languages")])];
  if (typeof lang === "string" && !known.includes(lang))
    problems.add("nlp.lang", {
      message: `there is no language "${lang}".`,
      allowed: known,
      nearest: nearestNames(lang, known),
      fix: 'A pipeline for it can begin with lang = "xx".',
    });
  const pipeline = nlp.get("pipeline");
  if (!Array.isArray(pipeline)) return;
  const components = config.value("components");
  const sections = isTable(components) ? [...components.keys()] : [];
  for (const [i, name] of pipeline.entries()) {
    if (typeof name !== "string") continue;
    if (pipeline.indexOf(name) < i) {
      problems.add("nlp.pipeline", {
        message: `the pipeline has "${name}" twice.`,
        fix: "Give one of them another name.",
      });
      continue;
    }
    const section = isTable(components) ? components.get(name) : undefined;
    if (isTable(section))
      checkComponent(section, `components.${name}`, {
        ...context,
        lang: typeof lang === "string" ? lang : undefined,
      });
    else
      problems.add("nlp.pipeline", {
        message: `the pipeline has "${name}", but there is no section [components.${name}].`,
        allowed: sections,
        nearest: nearestNames(name, sections),
        fix: `Add [components.${name}] with its factory, or take "${name}" out of the pipeline.`,
      });
  }
}
