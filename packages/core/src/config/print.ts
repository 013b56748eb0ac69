import { errors } from "./errors";
import { writeJson } from "./json-write";
import { strip } from "./lines";
import { hasVariable } from "./parse";
import { type ConfigTable, type ConfigValue, isTable } from "./values";

/** A name made of letters only is no text with a variable, but `${model.*.embed.nO}` alone is one all the same. */
const loneVariable = /^\$\{[^}"]+\}$/;

/** Sections and the text of their values, breadth first: what a config looks like as a file. */
export function flatten(root: ConfigTable, interpolated: boolean): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  const queue: { readonly path: readonly string[]; readonly table: ConfigTable }[] = [
    { path: [], table: root },
  ];
  for (const { path, table } of queue) {
    const name = path.join(".");
    const isBlock = (key: string, value: ConfigValue): value is ConfigTable =>
      isTable(value) && (path.length === 0 || fitsSections(key, value));
    const settings = [...table].filter(([key, value]) => !isBlock(key, value));
    if (path.length > 0 && (path.at(-1) !== "*" || settings.length > 0 || table.size === 0))
      sections.set(name, new Map());
    if (path.length === 0 && settings.length > 0)
      throw errors.cannotWrite(settings[0][0], "it is in no section");
    for (const [key, value] of settings) {
      if (!isSettable(key))
        throw errors.cannotWrite(`${name}.${key}`, "the key would read back as something else");
      sections.get(name)!.set(key, writeValue(value, interpolated));
    }
    for (const [key, value] of table)
      if (isBlock(key, value)) {
        if (!isSection(key))
          throw errors.cannotWrite(`[${key}]`, "the name of the section would read back as something else");
        queue.push({ path: [...path, key], table: value });
      }
  }
  return sections;
}

/** The text of a config, as spaCy writes it: `key = JSON`, sections breadth first, no newline at the end. */
export function printTable(root: ConfigTable, interpolated: boolean): string {
  const blocks = [...flatten(root, interpolated)].map(([name, settings]) =>
    [`[${name}]`, ...[...settings].map(([key, text]) => `${key} = ${text.replaceAll("\n", "\n\t")}`)].join(
      "\n",
    ),
  );
  return blocks.join("\n\n");
}

/**
 * In a config whose variables are filled in, every `$` is just a dollar sign. In one with variables, texts that
 * have some are written as they stand, and only a `$` that begins none is doubled.
 */
function writeValue(value: ConfigValue, interpolated: boolean): string {
  if (interpolated) return writeJson(value).replaceAll("$", "$$$$");
  if (typeof value === "string" && (hasVariable(value) || loneVariable.test(value))) return strip(value);
  return writeJson(value).replace(/\$(?!\{)/g, "$$$$");
}

/** Keys that read back as they were written. */
function isSettable(key: string): boolean {
  return key !== "" && strip(key) === key && !/[=:\n]|^[#;[]/.test(key);
}

function isSection(key: string): boolean {
  return key !== "" && key !== "DEFAULT" && !/[\n.]/.test(key);
}

/** Tables with keys that no section can hold stay in one line, as JSON. */
function fitsSections(key: string, table: ConfigTable): boolean {
  if (!isSection(key) || (key === "*" && table.size === 0)) return false;
  return [...table].every(
    ([inner, value]) => isSettable(inner) || (isTable(value) && fitsSections(inner, value)),
  );
}
