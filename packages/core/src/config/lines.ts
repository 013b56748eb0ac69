import { errors } from "./errors";
import { type Position, describePosition } from "./position";
import { type Report, refuse } from "./report";

/** Broken lines that a message shows. */
const mostBad = 20;

/** One setting as it stands in the file: text, not yet read as JSON. */
export interface Entry {
  readonly text: string;
  readonly position: Position;
}
/** Sections in the order of the file, each with its settings. */
export interface Sections {
  readonly entries: Map<string, Map<string, Entry>>;
  readonly positions: Map<string, Position>;
}

/** What Python's `str.strip` takes away: U+001C to U+001F and U+0085 too, U+FEFF not. */
const space = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const header = /^\[([^\n]+)\]/;

// Loops: a regular expression for the end of a text takes quadratic time on long runs of spaces.
function indentation(text: string): number {
  let start = 0;
  while (start < text.length && space.test(text[start])) start++;
  return start;
}
function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && space.test(text[end - 1])) end--;
  return text.slice(0, end);
}
/** Python's `str.strip`. */
export function strip(text: string): string {
  return stripEnd(text.slice(indentation(text)));
}

/**
 * Reads the lines of a config: sections in brackets, `key = value` or `key: value`, comments that begin with `#` or
 * `;`, and values that continue over indented lines. The rules are those of Python's `configparser`.
 *
 * Where mistakes are noted and not thrown, what comes first counts, and missing sections are taken for empty ones.
 */
export function readLines(text: string, file?: string, report: Report = refuse): Sections {
  const entries: Sections["entries"] = new Map();
  const positions: Sections["positions"] = new Map();
  const bad: string[] = [];
  let firstBad: { readonly section: string; readonly position: Position } | undefined;
  let section: string | undefined;
  let current: { key: string; lines: string[]; position: Position } | undefined;
  let indent = 0;

  const finish = () => {
    if (current === undefined || section === undefined) return;
    const joined = stripEnd(current.lines.join("\n"));
    const settings = entries.get(section)!;
    if (!settings.has(current.key)) settings.set(current.key, { text: joined, position: current.position });
    current = undefined;
  };
  const begin = (name: string, position: Position) => {
    finish();
    const present = positions.get(name);
    if (present !== undefined && name !== "DEFAULT")
      report(
        errors.sectionExists(describePosition(position), name, describePosition(present)),
        name,
        position,
      );
    section = name;
    if (present !== undefined) return;
    entries.set(name, new Map());
    positions.set(name, position);
  };

  let number = 0;
  // Empty lines belong to the value before them, if it continues.
  let empty = 0;
  for (const line of eachLine(text)) {
    const position: Position = { file, line: ++number };
    const content = strip(line);
    if (content === "") {
      empty++;
      continue;
    }
    if (content.startsWith("#") || content.startsWith(";")) continue;
    const depth = indentation(line);
    if (current !== undefined && depth > indent) {
      for (; empty > 0; empty--) current.lines.push("");
      current.lines.push(content);
      continue;
    }
    empty = 0;
    indent = depth;
    const name = header.exec(content)?.[1];
    if (name !== undefined) {
      begin(name, position);
      continue;
    }
    if (section === undefined) {
      report(
        errors.lineBeforeSection(describePosition(position), JSON.stringify(content.slice(0, 200))),
        content,
        position,
      );
      continue;
    }
    finish();
    const delimiter = content.search(/[=:]/);
    const key = delimiter < 0 ? "" : stripEnd(content.slice(0, delimiter));
    if (key === "") {
      if (bad.length < mostBad) bad.push(`${describePosition(position)}: ${content.slice(0, 200)}`);
      else if (bad.length === mostBad) bad.push("and more");
      firstBad ??= { section, position };
      continue;
    }
    const present = entries.get(section)!.get(key);
    if (present !== undefined) {
      const path = `${section}.${key}`;
      report(
        errors.settingExists(describePosition(position), path, describePosition(present.position)),
        path,
        position,
      );
    }
    current = { key, lines: [strip(content.slice(delimiter + 1))], position };
  }
  finish();
  if (firstBad !== undefined) report(errors.unreadableLines(bad), firstBad.section, firstBad.position);
  checkSections(entries, positions, report);
  return { entries, positions };
}

/** Sections nested deeper than this are no config; it keeps recursion off the end of the stack. */
const deepest = 100;

function checkSections(entries: Sections["entries"], positions: Sections["positions"], report: Report): void {
  const leaked = entries.get("DEFAULT");
  const where = positions.get("DEFAULT");
  if (leaked !== undefined && leaked.size > 0)
    report(errors.defaultSection(describePosition(where), [...leaked.keys()]), "DEFAULT", where);
  entries.delete("DEFAULT");
  for (const name of [...entries.keys()]) {
    const position = positions.get(name);
    const at = describePosition(position);
    const parts = name.split(".");
    if (parts.length > deepest) {
      report(errors.sectionTooDeep(at, parts.length, deepest), name.slice(0, 60), position);
      entries.delete(name);
      continue;
    }
    for (let n = 1; n < parts.length; n++) {
      const parent = parts.slice(0, n).join(".");
      // A "*" is there by itself: it only groups the positional blocks.
      if (parts[n - 1] !== "*" && !entries.has(parent)) {
        report(errors.missingParentSection(at, name, parent), name, position);
        break;
      }
      if (!entries.get(parent)?.has(parts[n])) continue;
      report(errors.sectionAndSetting(at, name, parts[n]), name, position);
      entries.get(parent)?.delete(parts[n]);
    }
  }
}

/** The lines of a text, one at a time: a file of empty lines takes no more than its bytes. */
function* eachLine(text: string): Generator<string> {
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    yield text.slice(start, end);
    start = end + 1;
  }
}
