/** One token of a special case: its text, and its norm where that differs from the one of the text. */
export interface SpecialToken {
  readonly orth: string;
  readonly norm?: string;
}

/** Texts that the tokenizer splits into given tokens. */
export type SpecialCases = ReadonlyMap<string, readonly SpecialToken[]>;

/**
 * Reads tokens from a compact notation: `"ca=can n't=not"` is `ca` with the norm `can`, then `n't` with the norm `not`.
 */
function tokens(notation: string): SpecialToken[] {
  return notation.split(" ").map((entry) => {
    const at = entry.indexOf("=", 1);
    return at === -1 ? { orth: entry } : { orth: entry.slice(0, at), norm: entry.slice(at + 1) };
  });
}

/** A special case for each notation; its text is that of the tokens together. */
export function specialCases(notations: Iterable<string>): Map<string, readonly SpecialToken[]> {
  const cases = new Map<string, readonly SpecialToken[]>();
  for (const notation of notations) {
    const parts = tokens(notation);
    cases.set(parts.map(({ orth }) => orth).join(""), parts);
  }
  return cases;
}

/** Texts that stay whole. */
export function wholeTokens(texts: Iterable<string>): Map<string, readonly SpecialToken[]> {
  return new Map(Array.from(texts, (orth) => [orth, [{ orth }]]));
}

/** Adds to each case with a straight apostrophe its twin with a typographic one; norms stay. */
export function withTypographicApostrophes(cases: SpecialCases): Map<string, readonly SpecialToken[]> {
  const curl = (text: string) => text.replaceAll("'", "’");
  const all = new Map(cases);
  for (const [text, parts] of cases)
    if (text.includes("'"))
      all.set(curl(text), parts.map((part) => ({ ...part, orth: curl(part.orth) }))); // prettier-ignore
  return all;
}
