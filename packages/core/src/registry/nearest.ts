/** Number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforePrevious[j - 2] + 1);
      row.push(best);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length];
}

/** Names longer than this are never typos of ours, and the distance is quadratic. */
const longest = 200;

/**
 * The names that someone who wrote `name` most likely meant, best first.
 *
 * @param limit how many at most (default 3)
 */
export function nearestNames(name: string, names: Iterable<string>, limit = 3): string[] {
  if (name.length > longest) return [];
  const wanted = name.toLowerCase();
  const tolerance = Math.max(2, Math.floor(name.length / 4));
  const scored: [number, string][] = [];
  for (const candidate of names) {
    if (candidate.length > longest || Math.abs(candidate.length - name.length) > tolerance + 8) continue;
    const lower = candidate.toLowerCase();
    const withoutPrefix = lower.replace(/^[\w-]+\./, "");
    // `Tagger.v2` for `spacy.Tagger.v2`: a forgotten prefix is as near as one typo.
    const distance = Math.min(editDistance(wanted, lower), editDistance(wanted, withoutPrefix) + 1);
    if (distance <= tolerance || sharesBeginning(wanted, lower)) scored.push([distance, candidate]);
  }
  scored.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
  return scored.slice(0, limit).map(([, candidate]) => candidate);
}

/** `architects` for `architectures`: more edits than a typo, but the same word. */
function sharesBeginning(a: string, b: string): boolean {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n >= 0.65 * Math.max(a.length, b.length);
}
