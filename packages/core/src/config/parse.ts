import { error } from "./errors";
import { interpolate, sectionMark } from "./interpolation";
import { readJson } from "./json-read";
import type { Sections } from "./lines";
import { describePosition } from "./position";
import { type ConfigTable, type ConfigValue, isTable } from "./values";

/** A text with a variable that is kept for later; other brackets after `$` are the text's own. */
const variable = /\$\{[\p{L}\p{N}_.:]+\}/u;
export const hasVariable = (text: string): boolean => variable.test(text);

const literals: ReadonlyMap<string, ConfigValue> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);

/** References to whole sections may copy this many values; more is a mistake that fills the memory. */
const mostCopies = 200_000;

/** Makes the tree of a config from its sections, with the variables filled in or kept as text. */
export function buildTable(sections: Sections, interpolated: boolean): ConfigTable {
  const root: ConfigTable = new Map();
  const names = [...sections.entries.keys()];
  for (const name of names) tableAt(root, name);
  // Sections come before settings, and outer sections before inner ones: printing depends on that order.
  for (const name of names.sort((a, b) => a.split(".").length - b.split(".").length)) {
    const table = tableAt(root, name);
    for (const [key, entry] of sections.entries.get(name)!)
      table.set(key, interpolated ? readValue(interpolate(sections, name, key)) : readRawValue(entry.text));
  }
  return interpolated ? insertSections(root, sections) : root;
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
export function readValue(text: string): ConfigValue {
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
function insertSections(root: ConfigTable, sections: Sections): ConfigTable {
  let copies = 0;
  const open = new Set<string>();
  const positionOf = (path: readonly string[]) =>
    describePosition(
      sections.entries.get(path.slice(0, -1).join("."))?.get(path.at(-1) ?? "")?.position ??
        sections.positions.get(path.join(".")),
    );

  function insert(value: ConfigValue, path: readonly string[]): ConfigValue {
    if (copies > mostCopies) throw error("CF15", positionOf(path), path.join("."), mostCopies);
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
    if (sectionMark + name !== value || !sections.entries.has(name))
      throw error("CF11", positionOf(path), path.join("."), /section:([^"\s]*)/.exec(value)?.[1] ?? "");
    if (open.has(name) || path.join(".").startsWith(`${name}.`))
      throw error("CF12", positionOf(path), path.join("."), name);
    open.add(name);
    const copy = insert(tableAt(root, name), path);
    open.delete(name);
    return copy;
  }
  return insert(root, []) as ConfigTable;
}
