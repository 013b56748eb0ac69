import type { SpecialToken } from "../languages/special-cases";
import type { PythonPattern } from "../text/python-pattern";

/** The rule that made a token, named as spaCy's `explain` does. */
export type TokenRule =
  "PREFIX" | "SUFFIX" | "INFIX" | "TOKEN" | "TOKEN_MATCH" | "URL_MATCH" | `SPECIAL-${number}`;

/** A token of a word, with the rule that made it. */
export interface Piece {
  readonly text: string;
  readonly rule: TokenRule;
  readonly norm?: string;
}

/** The patterns by which words are split. */
export interface SplitPatterns {
  readonly prefixSearch?: PythonPattern;
  readonly suffixSearch?: PythonPattern;
  readonly infixFinditer?: PythonPattern;
  readonly tokenMatch?: PythonPattern;
  readonly urlMatch?: PythonPattern;
}

/** The pieces of a special case. */
export function specialPieces(tokens: readonly SpecialToken[]): Piece[] {
  return tokens.map(({ orth, norm }, i) => ({ text: orth, rule: `SPECIAL-${i + 1}`, norm }));
}

export const matchLength = (pattern: PythonPattern | undefined, text: string): number => {
  const found = pattern?.search(text);
  return found === undefined ? 0 : found.end - found.start;
};

/**
 * Splits a run of characters without whitespace between (or of whitespace only).
 *
 * Affixes are taken off, one of each kind a round, until a special case or a whole token is left or nothing changes;
 * the rest is split at infixes. Follows `Tokenizer._split_affixes` and `_attach_tokens`.
 *
 * @param special the tokens of a special case, where there is one for a text
 */
export function splitWord(
  word: string,
  patterns: SplitPatterns,
  special: (text: string) => readonly SpecialToken[] | undefined,
): Piece[] {
  const { prefixSearch, suffixSearch, tokenMatch, urlMatch } = patterns;
  const pieces: Piece[] = [];
  const suffixes: Piece[] = [];
  const isSpecial = (text: string) => text !== "" && special(text) !== undefined;
  let rest = word;
  for (let before = -1; rest !== "" && rest.length !== before;) {
    if (tokenMatch?.match(rest) === true || isSpecial(rest)) break;
    before = rest.length;
    const prefixLength = matchLength(prefixSearch, rest);
    const withoutPrefix = rest.slice(prefixLength);
    const prefix: Piece = { text: rest.slice(0, prefixLength), rule: "PREFIX" };
    if (prefixLength > 0 && isSpecial(withoutPrefix)) {
      pieces.push(prefix);
      rest = withoutPrefix;
      break;
    }
    // The suffix must not reach into the prefix, but a special case may still begin with it.
    const suffixLength = matchLength(suffixSearch, withoutPrefix);
    const withoutSuffix = rest.slice(0, rest.length - suffixLength);
    const suffix: Piece = { text: rest.slice(rest.length - suffixLength), rule: "SUFFIX" };
    if (suffixLength > 0 && isSpecial(withoutSuffix)) {
      suffixes.push(suffix);
      rest = withoutSuffix;
      break;
    }
    if (prefixLength > 0) pieces.push(prefix);
    if (suffixLength > 0) suffixes.push(suffix);
    rest = rest.slice(prefixLength, rest.length - suffixLength);
  }
  if (rest !== "") {
    const tokens = special(rest);
    if (tokens !== undefined) pieces.push(...specialPieces(tokens));
    else if (tokenMatch?.match(rest) === true) pieces.push({ text: rest, rule: "TOKEN_MATCH" });
    else if (urlMatch?.match(rest) === true) pieces.push({ text: rest, rule: "URL_MATCH" });
    else splitInfixes(rest, patterns.infixFinditer, pieces);
  }
  return suffixes.length === 0 ? pieces : pieces.concat(suffixes.reverse());
}

function splitInfixes(text: string, infixes: PythonPattern | undefined, pieces: Piece[]): void {
  let start = 0;
  for (const found of infixes?.findAll(text) ?? []) {
    if (found.start === 0) continue;
    if (found.start !== start) pieces.push({ text: text.slice(start, found.start), rule: "TOKEN" });
    if (found.start !== found.end) pieces.push({ text: text.slice(found.start, found.end), rule: "INFIX" });
    start = found.end;
  }
  if (start < text.length) pieces.push({ text: text.slice(start), rule: "TOKEN" });
}
