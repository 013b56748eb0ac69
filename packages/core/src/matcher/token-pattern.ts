import { attrName, type AttrName, attrNames, isAttrName } from "../text/attributes";
import { nearestNames } from "../registry/nearest";
import { matcherErrors } from "./errors";

/**
 * One token of a pattern: attributes by name (`LOWER`, `IS_DIGIT` ...) with a value or an object of operators, `OP` for
 * how often it may occur, `_` for custom attributes. `{}` is any token. Names may be in lower case.
 */
export type TokenSpec = Readonly<Record<string, unknown>> | ReadonlyMap<string | number, unknown>;

/** The tokens of a pattern in order. */
export type TokenPattern = readonly TokenSpec[];

/** How often a token of a pattern occurs: not at all (negated), once, any number of times, at most once. */
export const quantifiers = { zero: 0, one: 1, zeroPlus: 2, zeroOne: 3 } as const;
export type Quantifier = (typeof quantifiers)[keyof typeof quantifiers];

const aliases: Readonly<Record<string, AttrName>> = { TEXT: "ORTH", IS_SENT_START: "SENT_START" };
const notMatched = new Set<AttrName>(["ID", "HEAD"]);

/** The entries of a token, with names in upper case; numbers (in files of spaCy) become the names they stand for. */
export function specEntries(spec: TokenSpec): [name: string, value: unknown][] {
  const entries =
    spec instanceof Map ? [...(spec as ReadonlyMap<string | number, unknown>)] : Object.entries(spec);
  return entries.map(([name, value]) => [
    typeof name === "number" || /^\d+$/.test(name) ? attrName(Number(name)) : name.toUpperCase(),
    value,
  ]);
}

/** The entries of an object of operators or custom attributes, undefined for anything else. */
export function objectEntries(value: unknown): [name: string, value: unknown][] | undefined {
  if (value instanceof Map)
    return [...(value as Map<unknown, unknown>)].map(([key, item]) => [String(key), item]);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value);
}

/** The attribute that a pattern names. @throws R003 */
export function patternAttr(name: string): AttrName {
  const attr = aliases[name] ?? name;
  if (!isAttrName(attr) || notMatched.has(attr))
    throw matcherErrors.unknownAttribute(name, nearestNames(name, attrNames, 1)[0] ?? "LOWER");
  return attr;
}

const maxRepeats = 10_000;

/** The quantifiers that an `OP` stands for, one for each token of the compiled pattern. @throws R005 */
export function parseOperator(op: unknown): Quantifier[] {
  const { zero, one, zeroPlus, zeroOne } = quantifiers;
  switch (op) {
    case undefined:
    case "1":
      return [one];
    case "*":
      return [zeroPlus];
    case "+":
      return [one, zeroPlus];
    case "?":
      return [zeroOne];
    case "!":
      return [zero];
  }
  const parts = typeof op === "string" ? /^\{(\d*)(,?)(\d*)\}$/.exec(op) : null;
  if (parts === null || parts[1] + parts[3] === "") throw matcherErrors.wrongOperator(String(op));
  const least = Number(parts[1]);
  const most = parts[2] === "" ? least : parts[3] === "" ? undefined : Number(parts[3]);
  if ((most ?? least) < least || (most ?? least) > maxRepeats) throw matcherErrors.wrongOperator(String(op));
  const head = new Array<Quantifier>(least).fill(one);
  return most === undefined
    ? [...head, zeroPlus]
    : [...head, ...new Array<Quantifier>(most - least).fill(zeroOne)];
}
