import { nearestNames } from "../registry/nearest";
import type { XError } from "../errors";
import { errors } from "./errors";
import { readJson } from "./json-read";
import { writeJson } from "./json-write";
import type { Sections } from "./lines";
import { describePosition, type Position } from "./position";
import { Failure } from "./report";

/** Chains of variables longer than this are taken for circles, as in Python's configparser. */
const deepest = 10;
/** Variables that multiply each other must not fill the memory. */
const longest = 200_000;

/** Stands for a whole section until all values are read; a private-use character keeps it apart from texts. */
export const sectionMark = "\ue000section:";

/**
 * Fills the variables `${section.key}`, `${section:key}`, `${key}` and `${section}` of one value.
 *
 * A value that is one variable takes over that value as it is. In a longer text, texts go in without their quotes
 * and other values as JSON. `$$` is a dollar sign. Throws a Failure.
 */
export function interpolate(sections: Sections, section: string, key: string): string {
  const { text: original, position } = sections.entries.get(section)!.get(key)!;
  const top: Owner = { section, key, position };
  let budget = longest;

  function expand(text: string, owner: Owner, depth: number): Expanded {
    if (!text.includes("$")) return { text, pieces: [{ text, variable: true }] };
    if (depth > deepest) throw fail(errors.variablesTooDeep, top, deepest);
    // `parts` keeps variables whole; `pieces` has them taken apart where they have variables of their own.
    const parts: Piece[] = [];
    const pieces: Piece[] = [];
    // A variable may stand here thousands of times: it is looked up once.
    const known = new Map<string, { readonly part: Piece; readonly pieces: readonly Piece[] }>();
    let size = 0;
    for (let at = 0; at < text.length;) {
      const close = text.startsWith("${", at) ? text.indexOf("}", at) : -1;
      if (close > at + 2) {
        const name = text.slice(at + 2, close);
        let found = known.get(name);
        if (found === undefined) {
          const expanded = lookUp(name, text, owner, depth);
          found = { part: { text: expanded.text, variable: true }, pieces: expanded.pieces };
          known.set(name, found);
        }
        size += found.part.text.length + found.pieces.length;
        if (size > budget) throw fail(errors.valueTooLong, top, longest);
        parts.push(found.part);
        for (const piece of found.pieces) pieces.push(piece);
        at = close + 1;
        continue;
      }
      if (text[at] === "$" && text[at + 1] !== "$")
        throw fail(errors.strayDollar, owner, text.slice(at, at + 40));
      // All up to the next lone dollar sign is one piece, however many doubled ones there are.
      let end = text.indexOf("$", at);
      while (end >= 0 && text[end + 1] === "$") end = text.indexOf("$", end + 2);
      if (end < 0) end = text.length;
      const literal = { text: text.slice(at, end).replaceAll("$$", () => "$"), variable: false };
      parts.push(literal);
      pieces.push(literal);
      at = end;
    }
    // spaCy joins the pieces, which breaks texts that refer to such texts; where that gives no JSON, the parts do.
    const asSpacy = join(pieces);
    const joined = readJson(asSpacy) === undefined ? join(parts) : asSpacy;
    budget -= joined.length + pieces.length;
    if (budget < 0) throw fail(errors.valueTooLong, top, longest);
    return { text: joined, pieces };
  }

  function lookUp(name: string, text: string, owner: Owner, depth: number): Expanded {
    const dotted = name.replaceAll(":", ".");
    const split = dotted.lastIndexOf(".");
    const fromSection = split < 0 ? owner.section : dotted.slice(0, split);
    const fromKey = dotted.slice(split + 1);
    const entry = sections.entries.get(fromSection)?.get(fromKey);
    const found = entry?.text;
    // `components = ${components}` means the section, not itself.
    const itself = split < 0 && found !== undefined && found === text.trim();
    if (found !== undefined && !itself)
      return expand(found, { section: fromSection, key: fromKey, position: entry?.position }, depth + 1);
    if (sections.entries.has(dotted)) {
      const mark = JSON.stringify(sectionMark + dotted);
      return { text: mark, pieces: [{ text: mark, variable: true }] };
    }
    throw fail(errors.unknownVariable, owner, name, advice(sections, name, dotted));
  }

  return expand(original, top, 1).text;
}

/** The setting whose text is being read. */
interface Owner {
  readonly section: string;
  readonly key: string;
  readonly position?: Position;
}

/** What is wrong with the text of a setting, to be thrown. */
function fail<D extends readonly unknown[]>(
  create: (at: string, path: string, ...details: D) => XError,
  { section, key, position }: Owner,
  ...details: D
): Failure {
  const path = `${section}.${key}`;
  return new Failure(create(describePosition(position), path, ...details), path, position);
}

interface Piece {
  readonly text: string;
  readonly variable: boolean;
}
interface Expanded {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

function join(pieces: readonly Piece[]): string {
  if (pieces.length === 1) return pieces[0].text;
  const inText = new Map<Piece, string>();
  const textOf = (piece: Piece) => {
    if (!piece.variable) return piece.text;
    let text = inText.get(piece);
    if (text === undefined) inText.set(piece, (text = forText(piece.text)));
    return text;
  };
  return pieces.map(textOf).join("");
}

/** How a variable's value appears inside a longer text. */
function forText(text: string): string {
  if (text.includes(sectionMark)) return text;
  const value = readJson(text);
  if (value === undefined) return text;
  if (typeof value === "string") return value;
  return writeJson(value).replaceAll('"', '\\"');
}

function advice(sections: Sections, name: string, dotted: string): string {
  if (dotted.trim() !== dotted) return `Write it without spaces: \${${name.trim()}}.`;
  const known = [...sections.entries].flatMap(([section, settings]) => [
    section,
    ...[...settings.keys()].map((key) => `${section}.${key}`),
  ]);
  const near = nearestNames(dotted, known);
  return near.length > 0 ? `Did you mean ${near.map((path) => `\${${path}}`).join(" or ")}?` : "";
}
