import { nearestNames } from "../registry/nearest";
import { objectEntries, specEntries, type TokenPattern } from "./token-pattern";

const texts = new Set(
  "ORTH TEXT LOWER POS TAG MORPH DEP LEMMA SHAPE ENT_TYPE ENT_ID ENT_KB_ID NORM".split(" "),
);
const flags = new Set(
  [
    "SPACY IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_SPACE IS_BRACKET IS_QUOTE IS_LEFT_PUNCT",
    "IS_RIGHT_PUNCT IS_CURRENCY IS_STOP IS_SENT_START SENT_START LIKE_NUM LIKE_URL LIKE_EMAIL",
  ].flatMap((names) => names.split(" ")),
);
const known = [...texts, ...flags, "LENGTH", "ENT_IOB", "OP", "_"];
const operator = /^(?:[+*?!]|\{\d+\}|\{\d+,\d*\}|\{\d*,\d+\})$/;
const sets = new Set(["IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS"]);
const comparisons = new Set(["==", "!=", ">=", "<=", ">", "<"]);
const fuzzy = /^FUZZY[1-9]?$/;

/** Names of attributes that patterns and phrase matchers may use. */
export const patternAttrNames: ReadonlySet<string> = new Set(known.slice(0, -2));

/** What is wrong with a pattern, one line for each problem; nothing if it is valid. */
export function patternProblems(pattern: TokenPattern): string[] {
  if (!Array.isArray(pattern)) return [`expected a list of tokens, found ${describe(pattern)}`];
  if (pattern.length === 0) return ["the pattern is empty; give at least one token, {} for any"];
  return pattern.flatMap((spec, index) => {
    if (objectEntries(spec) === undefined)
      return [`token ${index}: expected an object, found ${describe(spec)}`];
    return specEntries(spec).flatMap(([name, value]) => {
      const problem = attributeProblem(name, value);
      return problem === undefined ? [] : [`token ${index}, ${name}: ${problem}`];
    });
  });
}

function attributeProblem(name: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return "null is not allowed";
  if (name === "OP")
    return typeof value === "string" && operator.test(value)
      ? undefined
      : `expected !, ?, +, *, {n}, {n,m}, {n,} or {,m}, found ${describe(value)}`;
  if (name === "_") return customProblem(value);
  if (texts.has(name)) return typeof value === "string" ? undefined : textProblem(value);
  if (flags.has(name))
    return typeof value === "boolean" ? undefined : `expected true or false, found ${describe(value)}`;
  if (name === "LENGTH") return isInteger(value) ? undefined : numberProblem(value);
  if (name === "ENT_IOB")
    return ["", "I", "O", "B", 0, 1, 2, 3].includes(value as string)
      ? undefined
      : `expected "", "I", "O", "B" or 0 to 3, found ${describe(value)}`;
  const nearest = nearestNames(name, known, 1)[0];
  return `unknown attribute${nearest === undefined ? "" : `, did you mean ${nearest}?`}; allowed are ${known.join(", ")}`;
}

function textProblem(value: unknown): string | undefined {
  const entries = objectEntries(value);
  if (entries === undefined) return `expected a text or an object of operators, found ${describe(value)}`;
  for (const [name, item] of entries) {
    const operation = name.toUpperCase();
    const problem = sets.has(operation)
      ? listProblem(item, (entry) => typeof entry === "string", "texts")
      : operation === "REGEX" || fuzzy.test(operation)
        ? typeof item === "string"
          ? undefined
          : textProblem(item)
        : unknownOperator(name);
    if (problem !== undefined) return `${name}: ${problem}`;
  }
  return undefined;
}

function numberProblem(value: unknown): string | undefined {
  const entries = objectEntries(value);
  if (entries === undefined) return `expected an integer or an object of operators, found ${describe(value)}`;
  for (const [name, item] of entries) {
    const operation = name.toUpperCase();
    const problem = sets.has(operation)
      ? listProblem(item, isInteger, "integers")
      : comparisons.has(operation)
        ? typeof item === "number"
          ? undefined
          : `expected a number, found ${describe(item)}`
        : unknownOperator(name);
    if (problem !== undefined) return `${name}: ${problem}`;
  }
  return undefined;
}

function customProblem(value: unknown): string | undefined {
  const entries = objectEntries(value);
  if (entries === undefined) return `expected an object of custom attributes, found ${describe(value)}`;
  for (const [name, item] of entries) {
    if (item === null || item === undefined) return `${name}: null is not allowed`;
    if (objectEntries(item) === undefined) continue;
    const asText = textProblem(item);
    if (asText !== undefined && numberProblem(item) !== undefined) return `${name}: ${asText}`;
  }
  return undefined;
}

function listProblem(value: unknown, fits: (entry: unknown) => boolean, what: string): string | undefined {
  return Array.isArray(value) && value.every(fits)
    ? undefined
    : `expected a list of ${what}, found ${describe(value)}`;
}

function unknownOperator(name: string): string {
  const allowed = [...sets, "REGEX", "FUZZY", "FUZZY1 to FUZZY9", ...comparisons];
  return `unknown operator; texts take IN to FUZZY9, numbers IN to INTERSECTS and comparisons: ${allowed.join(", ")}; not ${name}`;
}

function isInteger(value: unknown): boolean {
  return Number.isInteger(value) || typeof value === "bigint";
}

function describe(value: unknown): string {
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
