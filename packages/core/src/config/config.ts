import type { ConfigObject } from "../registry/registration";
import { errors } from "./errors";
import { type Entry, readLines } from "./lines";
import { addDefaults } from "./merge";
import { buildTable } from "./parse";
import type { Position } from "./position";
import type { ConfigProblem } from "./problems";
import { noteIn, refuse } from "./report";
import { flatten, printTable } from "./print";
import {
  type ConfigTable,
  type ConfigValue,
  copyTable,
  fromPlain,
  isTable,
  tableToPlain,
  toPlain,
} from "./values";

type Positions = ReadonlyMap<string, Position>;

/**
 * A config: ordered sections of settings, each with the position it was read from.
 *
 * Values are returned as plain data (`get`, `toJson`). Internally, 1.0 is distinct from 1 and integers beyond 2^53 are
 * bigints, so that writing a config reproduces what was read.
 */
export class Config {
  /** Whether the variables are filled in. */
  readonly interpolated: boolean;
  /** The tree itself, for the modules of this folder. */
  readonly table: ConfigTable;
  /** Errors recorded while reading; a config with errors cannot be resolved. */
  readonly problems: readonly ConfigProblem[];
  readonly #positions: Map<string, Position>;
  /** Whether errors in variables are recorded instead of thrown. */
  readonly collects: boolean;

  /**
   * @param data plain data; wrap integral floats in `Float` if 1.0 must not become 1
   * @param options.interpolated whether `$` and braces in strings are literal (default: they are variables)
   */
  constructor(
    data: ConfigObject | ConfigTable = {},
    options: {
      readonly interpolated?: boolean;
      readonly positions?: Positions;
      /** If given, errors in variables are recorded here instead of thrown. */
      readonly problems?: readonly ConfigProblem[];
    } = {},
  ) {
    this.table = fromPlain(data) as ConfigTable;
    this.interpolated = options.interpolated ?? false;
    this.#positions = new Map(options.positions);
    this.problems = options.problems ?? [];
    this.collects = options.problems !== undefined;
  }

  /** The value at a path such as `training.max_steps`, as plain data; undefined if there is none. */
  get(path: string): unknown {
    const value = this.value(path);
    return value === undefined ? undefined : toPlain(value);
  }

  has(path: string): boolean {
    return this.value(path) !== undefined;
  }

  /** Like `get`, but in the form that distinguishes 1.0 from 1. An empty path is the whole config. */
  value(path: string): ConfigValue | undefined {
    return path === "" ? this.table : find(this.table, path.split("."));
  }

  /** Sets a value, creating missing sections. The path cannot lead through a setting that is not a section (CF13). */
  set(path: string, value: unknown): this {
    const parts = path.split(".");
    let table = this.table;
    for (const [i, part] of parts.slice(0, -1).entries()) {
      if (!table.has(part)) table.set(part, new Map());
      const next = table.get(part);
      if (!isTable(next))
        throw errors.cannotOverride(path, `${parts.slice(0, i + 1).join(".")} is no section`);
      table = next;
    }
    table.set(parts.at(-1)!, fromPlain(value));
    return this;
  }

  delete(path: string): boolean {
    const split = path.lastIndexOf(".");
    const parent = this.value(path.slice(0, Math.max(split, 0)));
    return isTable(parent) && parent.delete(path.slice(split + 1));
  }

  /** The names of the top-level sections, in order. */
  get sections(): string[] {
    return [...this.table.keys()];
  }

  /** The position of a setting or section; for values inside a setting, that of the setting. */
  positionOf(path: string): Position | undefined {
    for (let at = path; at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("."), 0))) {
      const position = this.#positions.get(at);
      if (position !== undefined) return position;
    }
    return undefined;
  }

  /** Every known position by its path. */
  get positions(): Positions {
    return this.#positions;
  }

  /**
   * A new config: this one, overridden by the updates. If the two name different registered functions for a block,
   * the updates' block replaces it entirely. Order: the updates' keys, then the rest.
   *
   * @param options.removeExtra drop keys that this config doesn't have (default false)
   */
  merge(updates: Config | ConfigObject, options: { readonly removeExtra?: boolean } = {}): Config {
    const over = updates instanceof Config ? updates : new Config(updates);
    const table = copyTable(over.table);
    addDefaults(table, this.table, options.removeExtra);
    return new Config(table, {
      interpolated: this.interpolated && over.interpolated,
      positions: new Map([...this.#positions, ...over.#positions]),
      problems: this.collects || over.collects ? [...this.problems, ...over.problems] : undefined,
    });
  }

  /** A new config with all variables filled in. */
  interpolate(): Config {
    if (this.interpolated) return this.copy();
    const entries = new Map<string, Map<string, Entry>>();
    for (const [section, settings] of flatten(this.table, false))
      entries.set(
        section,
        new Map(
          [...settings].map(([key, text]) => [
            key,
            { text, position: this.positionOf(`${section}.${key}`) ?? {} },
          ]),
        ),
      );
    const problems = [...this.problems];
    const report = this.collects ? noteIn(problems) : refuse;
    const table = buildTable({ entries, positions: this.#positions }, true, report);
    return this.with(table, { interpolated: true, problems: this.collects ? problems : undefined });
  }

  copy(): Config {
    return this.with(this.table);
  }

  /** The same places and problems with other values. */
  with(
    table: ConfigTable,
    options: { readonly interpolated?: boolean; readonly problems?: readonly ConfigProblem[] } = {},
  ): Config {
    return new Config(table, {
      interpolated: options.interpolated ?? this.interpolated,
      positions: this.#positions,
      problems: options.problems ?? (this.collects ? this.problems : undefined),
    });
  }

  /** The config as spaCy writes it, without a final newline. Throws CF14 for values that a config can't represent. */
  toString(): string {
    return printTable(this.table, this.interpolated);
  }

  toJson(): ConfigObject {
    return tableToPlain(this.table);
  }
}

/** Walks a path; keys may have dots of their own, so longer keys are tried too. */
function find(table: ConfigTable, parts: readonly string[]): ConfigValue | undefined {
  for (let n = 1; n <= parts.length; n++) {
    const value = table.get(parts.slice(0, n).join("."));
    if (value === undefined) continue;
    if (n === parts.length) return value;
    const inner = isTable(value) ? find(value, parts.slice(n)) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/**
 * Reads a config in spaCy's format.
 *
 * @param options.overrides values by path, `{"training.max_steps": 10}`; they may contain variables
 * @param options.interpolate fill in the variables (default true); otherwise, strings with variables keep their quotes
 * @param options.file the file's name, for errors
 * @param options.collect record errors and continue (default false): `findProblems` and `validateConfig` report them
 * together with all others, and `resolveConfig` rejects the config
 * Throws CF01 to CF18 with the line.
 */
export function parseConfig(
  text: string,
  options: {
    readonly overrides?: ConfigObject;
    readonly interpolate?: boolean;
    readonly file?: string;
    readonly collect?: boolean;
  } = {},
): Config {
  const { overrides = {}, interpolate = true, file, collect = false } = options;
  const problems: ConfigProblem[] = [];
  const report = collect ? noteIn(problems) : refuse;
  // Editors on Windows begin a file with a byte order mark.
  const sections = readLines(text.replace(/^\ufeff/, ""), file, report);
  const positions = new Map(sections.positions);
  for (const [section, entries] of sections.entries)
    for (const [key, entry] of entries) positions.set(`${section}.${key}`, entry.position);
  const overridden = Object.keys(overrides).length > 0;
  const table = buildTable(sections, interpolate && !overridden, report);
  const make = (interpolated: boolean) =>
    new Config(table, { interpolated, positions, problems: collect ? problems : undefined });
  if (!overridden) return make(interpolate);
  const config = make(false);
  for (const [path, value] of Object.entries(overrides)) {
    const split = path.lastIndexOf(".");
    const section = path.slice(0, Math.max(split, 0));
    const reason =
      split < 0
        ? "it names no section"
        : sections.entries.has(section)
          ? undefined
          : `there is no section [${section}]`;
    positions.set(path, { file: "override" });
    if (reason === undefined)
      (config.value(section) as ConfigTable).set(path.slice(split + 1), fromPlain(value));
    else report(errors.cannotOverride(path, reason), path, positions.get(path));
  }
  const placed = new Config(config.table, { positions, problems: collect ? problems : undefined });
  return interpolate ? placed.interpolate() : placed;
}
