import { packMsgpack, unpackMsgpack } from "../formats/msgpack";
import type { SpecialCases, SpecialToken } from "../languages/special-cases";
import { attrId } from "../text/attributes";
import { PythonPattern } from "../text/python-pattern";
import { compareCodePoints } from "../text/unicode";
import { tokenizerErrors } from "./errors";
import type { SplitPatterns } from "./word-splitter";

const orthId = attrId("ORTH");
const normId = attrId("NORM");
const patternFields = {
  prefix_search: "prefixSearch",
  suffix_search: "suffixSearch",
  infix_finditer: "infixFinditer",
  token_match: "tokenMatch",
  url_match: "urlMatch",
} as const;

/** The rules of a tokenizer. */
export interface TokenizerRules {
  readonly rules: SpecialCases;
  readonly patterns: SplitPatterns;
  readonly fasterHeuristics?: boolean;
}

/** Packs the rules as spaCy does: fields by its names, special cases sorted, attributes by their ids. */
export function writeTokenizer({ rules, patterns, fasterHeuristics }: TokenizerRules): Uint8Array {
  const fields: Record<string, unknown> = {};
  for (const [field, name] of Object.entries(patternFields)) fields[field] = patterns[name]?.pattern ?? null;
  fields.exceptions = new Map(
    [...rules]
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(([text, tokens]) => [text, tokens.map(writeToken)] as const),
  );
  fields.faster_heuristics = fasterHeuristics ?? true;
  return packMsgpack(fields);
}

function writeToken({ orth, norm }: SpecialToken): Map<number, string> {
  const token = new Map([[orthId, orth]]);
  if (norm !== undefined) token.set(normId, norm);
  return token;
}

/** Reads what `writeTokenizer` or spaCy packed; fields of other names, such as `vocab`, are left alone. */
export function readTokenizer(bytes: Uint8Array): TokenizerRules {
  const fields = entries(unpackMsgpack(bytes), "tokenizer");
  const patterns: { -readonly [K in keyof SplitPatterns]: SplitPatterns[K] } = {};
  for (const [field, name] of Object.entries(patternFields)) {
    const pattern = fields.get(field) ?? null;
    if (typeof pattern === "string") patterns[name] = new PythonPattern(pattern);
    else if (pattern !== null) throw tokenizerErrors.damagedTokenizer(field, typeof pattern);
  }
  const rules = new Map<string, readonly SpecialToken[]>();
  for (const [text, tokens] of entries(fields.get("exceptions") ?? {}, "exceptions")) {
    if (typeof text !== "string" || !Array.isArray(tokens))
      throw tokenizerErrors.damagedTokenizer("exceptions", typeof tokens);
    rules.set(text, tokens.map((token) => readToken(text, token))); // prettier-ignore
  }
  const heuristics = fields.get("faster_heuristics");
  return { rules, patterns, fasterHeuristics: typeof heuristics === "boolean" ? heuristics : undefined };
}

function readToken(text: string, token: unknown): SpecialToken {
  let orth = "";
  let norm: string | undefined;
  for (const [key, value] of entries(token, "exceptions")) {
    if (typeof value !== "string") throw tokenizerErrors.damagedTokenizer("exceptions", typeof value);
    if (key === orthId || key === "ORTH" || key === String(orthId)) orth = value;
    else if (key === normId || key === "NORM" || key === String(normId)) norm = value;
    else throw tokenizerErrors.wrongSpecialCaseAttribute(text, String(key));
  }
  return norm === undefined || norm === "" ? { orth } : { orth, norm };
}

/** The entries of a decoded map, whichever form it has. */
function entries(value: unknown, field: string): Map<unknown, unknown> {
  if (value instanceof Map) return value;
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array))
    return new Map(Object.entries(value));
  throw tokenizerErrors.damagedTokenizer(field, value === null ? "null" : typeof value);
}
