/** Whether a token's text is close enough to a pattern's; `fuzzy` is the number of edits allowed, -1 the default number. */
export type FuzzyCompare = (text: string, pattern: string, fuzzy: number) => boolean;

/**
 * The number of characters to insert, delete or replace to make `b` of `a`.
 *
 * @param limit distances above it are given as `limit + 1`; default no limit
 */
export function levenshtein(a: string, b: string, limit = Infinity): number {
  if (a === b) return 0;
  const from = codePoints(a);
  const to = codePoints(b);
  const n = from.length;
  const m = to.length;
  if (Math.abs(n - m) > limit) return limit + 1;
  const row = Uint32Array.from({ length: m + 1 }, (_, j) => j);
  for (let i = 1; i <= n; i++) {
    let diagonal = row[0];
    let least = (row[0] = i);
    for (let j = 1; j <= m; j++) {
      const above = row[j];
      const cost = from[i - 1] === to[j - 1] ? diagonal : 1 + Math.min(diagonal, above, row[j - 1]);
      diagonal = above;
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
  }
  return row[m] > limit ? limit + 1 : row[m];
}

/**
 * The comparison of the operators `FUZZY`: within `fuzzy` edits; by default within 30 % of the pattern's length, but at
 * least 2. Follows `spacy.matcher.levenshtein.levenshtein_compare`.
 */
export const levenshteinCompare: FuzzyCompare = (text, pattern, fuzzy = -1) => {
  const limit = fuzzy >= 0 ? fuzzy : Math.max(2, roundHalfEven(0.3 * codePoints(pattern).length));
  return levenshtein(text, pattern, limit) <= limit;
};

function codePoints(text: string): number[] {
  const points: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) as number;
    if (point > 0xffff) i++;
    points.push(point);
  }
  return points;
}

/** Python's `round`: 4.5 becomes 4. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
