import type { XError } from "../errors";
import { errors } from "./errors";
import { interpolate, sectionMark } from "./interpolation";
import { readJson } from "./json-read";
import type { Sections } from "./lines";
import { describePosition } from "./position";
import { attempt, Failure, type Report, refuse } from "./report";
import { type ConfigTable, type ConfigValue, isTable } from "./values";

/** A text with a variable that is kept for later; other brackets after `$` are the text's own. */
const variable = /\$\{[\p{L}\p{N}_.:]+\}/u;
export const hasVariable = (text: string): boolean => variable.test(text);

const literals: ReadonlyMap<string, ConfigValue> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);

/** Stands for a value whose variables could not be filled in, where mistakes are noted and not thrown. */
export const unresolved = "\ue000unresolved";

/** References to whole sections may copy this many values; more is a mistake that fills the memory. */
const mostCopies = 200_000;

/** Makes the tree of a config from its sections, with the variables filled in or kept as text. */
export function buildTable(sections: Sections, interpolated: boolean, report: Report = refuse): ConfigTable {
  const root: ConfigTable = new Map();
  const filledValue = (name: string, key: string): ConfigValue => {
    const text = attempt(report, () => interpolate(sections, name, key));
    return text === undefined ? unresolved : readValue(text);
  };
  const names = [...sections.entries.keys()];
  for (const name of names) tableAt(root, name);
  // Sections come before settings, and outer sections before inner ones: printing depends on that order.
  for (const name of names.sort((a, b) => a.split(".").length - b.split(".").length)) {
    const table = tableAt(root, name);
    for (const [key, entry] of sections.entries.get(name)!)
      table.set(key, interpolated ? filledValue(name, key) : readRawValue(entry.text));
  }
  return interpolated ? insertSections(root, sections, report) : root;
}

function tableAt(root: ConfigTable, name: string): ConfigTable {
  let table = root;
  for (const part of name.split(".")) {
    let next = table.get(part);
    if (!isTable(next)) table.set(part, (next = new Map()));
    table = next;
  }
  return table;
}

/** JSON where it is JSON, Python's literals, else the text as it stands. */
function readValue(text: string): ConfigValue {
  const value = readJson(text);
  if (value !== undefined) return value;
  return literals.has(text) ? literals.get(text)! : text;
}

/** As `readValue`, but a text with variables keeps its quotes: they decide what the variable becomes. */
function readRawValue(text: string): ConfigValue {
  const value = readValue(text);
  return typeof value === "string" && hasVariable(text) ? text : value;
}

/** Replaces the marks of whole sections by copies of them. */
function insertSections(root: ConfigTable, sections: Sections, report: Report): ConfigTable {
  let copies = 0;
  const open = new Set<string>();
  const fail = <D>(
    create: (at: string, path: string, detail: D) => XError,
    path: readonly string[],
    detail: D,
  ) => {
    const position =
      sections.entries.get(path.slice(0, -1).join("."))?.get(path.at(-1) ?? "")?.position ??
      sections.positions.get(path.join("."));
    const [at, name] = [describePosition(position), path.join(".")];
    return new Failure(create(at, name, detail), name, position);
  };

  function insert(value: ConfigValue, path: readonly string[]): ConfigValue {
    if (copies > mostCopies) throw fail(errors.valueTooLong, path, mostCopies);
    if (isTable(value)) {
      if (open.size > 0) copies += 1 + value.size;
      return new Map([...value].map(([key, item]) => [key, insert(item, [...path, key])]));
    }
    if (Array.isArray(value)) {
      if (open.size > 0) copies += value.length;
      return value.map((item) => insert(item as ConfigValue, path));
    }
    if (typeof value !== "string" || !value.includes(sectionMark)) return value;
    const name = value.slice(sectionMark.length);
    const inner = attempt(report, () => {
      if (sectionMark + name !== value || !sections.entries.has(name))
        throw fail(errors.sectionInText, path, /section:([^"\s]*)/.exec(value)?.[1] ?? "");
      if (open.has(name) || path.join(".").startsWith(`${name}.`))
        throw fail(errors.circularReference, path, name);
      return tableAt(root, name);
    });
    if (inner === undefined) return unresolved;
    open.add(name);
    const copy = insert(inner, path);
    open.delete(name);
    return copy;
  }
  return (attempt(report, () => insert(root, [])) ?? root) as ConfigTable;
}
