import type { z } from "zod";
import { XError, isXError } from "../errors";
import type { FactoryRegistration, Registration } from "../registry/registration";
import { type Registry, registry as globalRegistry } from "../registry/registry";
import {
  type CheckContext,
  checkArguments,
  checkBlock,
  checkComponent,
  checkInside,
  componentContext,
  componentSettings,
  findFactory,
  isBlock,
  referenceOf,
  withoutReferences,
} from "./check";
import type { Config } from "./config";
import { errors } from "./errors";
import { describePosition } from "./position";
import { Problems } from "./problems";
import { type ConfigTable, type ConfigValue, isTable, toPlain } from "./values";

/** Options of `resolveConfig`. */
export interface ResolveOptions {
  /** Where names are looked up (default: the registry of the process). */
  readonly registry?: Registry;
  /** What the section must look like, with defaults; blocks inside are checked either way. */
  readonly schema?: z.ZodObject;
  /** What factories get beside their settings: `nlp` and `name`. Its `lang` picks factories of a language. */
  readonly context?: { readonly nlp?: unknown; readonly name?: string; readonly lang?: string };
}

/**
 * Makes the objects that a section of a config describes, inner blocks first.
 *
 * A section that is a block (`@architectures = "..."`) gives what its function returns, and so does a section of a
 * component (`factory = "..."`); any other gives an object of its settings. Everything is checked before anything
 * is made.
 *
 * @param section path of the section, for example `training` or `components.tagger`
 * @returns what was made. Throws ConfigValidationError (CF20) with all problems, CF16 where the section is missing.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes out depends on the config
export function resolveConfig<R = any>(config: Config, section: string, options: ResolveOptions = {}): R {
  const { registry = globalRegistry, schema, context = {} } = options;
  const filled = config.interpolate();
  const table = filled.value(section);
  if (!isTable(table))
    throw errors.missingSection(
      `section [${section}]`,
      filled.sections.map((name) => `[${name}]`).join(", "),
    );
  const problems = new Problems(filled);
  const check: CheckContext = { registry, problems };
  const block: boolean = isBlock(table);
  const isComponent = !block && table.has("factory") && schema === undefined;
  if (block) checkBlock(table, section, check);
  else if (isComponent) checkComponent(table, section, { ...check, lang: context.lang });
  else if (schema !== undefined) checkArguments(schema, table, section, { ...check, owner: `[${section}]` });
  else checkInside(table, section, check);
  problems.throwIfAny();

  const maker = new Maker(filled, check);
  if (!isComponent) {
    const made = maker.make(table, section);
    return (schema === undefined ? made : maker.parse(schema, made as object, section)) as R;
  }
  const registration = findFactory(registry, table.get("factory") as string, context.lang)!;
  const settings = maker.makeTable(componentSettings(table, registration), section);
  const known = Object.fromEntries(
    componentContext.flatMap((key) => (key in registration.schema.shape ? [[key, context[key]]] : [])),
  );
  const parsed = maker.parse(registration.schema, { ...known, ...settings }, section);
  return maker.create(registration, { nlp: context.nlp, name: context.name, ...parsed }, section) as R;
}

/** Makes values of blocks; the config was checked before. */
class Maker {
  readonly #config: Config;
  readonly #check: CheckContext;

  constructor(config: Config, check: CheckContext) {
    this.#config = config;
    this.#check = check;
  }

  make(value: ConfigValue, path: string): unknown {
    if (isBlock(value)) {
      const { registration } = referenceOf(value, path, this.#check)!;
      const args = this.makeTable(withoutReferences(value), path);
      return this.create(registration, this.parse(registration.schema, args, path), path);
    }
    if (isTable(value)) return this.makeTable(value, path);
    if (Array.isArray(value)) return value.map((item) => this.make(item as ConfigValue, path));
    return toPlain(value);
  }

  makeTable(table: ConfigTable, path: string): Record<string, unknown> {
    return Object.fromEntries(
      [...table].map(([key, value]) => {
        const at = `${path}.${key}`;
        const positional = key === "*" && isTable(value);
        return [
          key,
          positional
            ? [...value].map(([name, item]) => this.make(item, `${at}.${name}`))
            : this.make(value, at),
        ];
      }),
    );
  }

  /** Defaults, and checks that only what was made can fail: `width` as a block that gives no number. */
  parse(schema: z.ZodObject, args: object, path: string): Record<string, unknown> {
    const outcome = schema.safeParse(args);
    if (outcome.success) return outcome.data;
    for (const issue of outcome.error.issues)
      this.#check.problems.add([path, ...issue.path].join("."), {
        message: `does not fit: ${issue.message}.`,
      });
    this.#check.problems.throwIfAny();
    return {};
  }

  /** Calls the function; errors of ours that come out say where in the config they came from. */
  create(registration: Registration | FactoryRegistration, args: object, path: string): unknown {
    try {
      return registration.create(args);
    } catch (cause) {
      if (!isXError(cause) || cause.message.includes(" (config: ")) throw cause;
      const message = cause.message.replace(`[${cause.code}] `, "");
      const at = describePosition(this.#config.positionOf(path));
      throw new XError(cause.code, `${message} (config: [${path}], ${at})`, { cause });
    }
  }
}
