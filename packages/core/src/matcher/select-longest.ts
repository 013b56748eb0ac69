import type { FoundMatch } from "./find-matches";

/** All matches between two tokens but some that longer ones with the same end contain; see `MatchSearch`. */
export type SearchBetween = (start: number, end: number) => readonly FoundMatch[];

interface Candidate {
  readonly match: FoundMatch;
  /** Place among candidates for the same tokens. */
  readonly order: number;
  /** Whether it comes from the search, which may be repeated. */
  readonly isSearched: boolean;
  isReplaced: boolean;
}

/**
 * Of all matches in a Doc the longest, then the longest of those that do not overlap it, and so on; the first of equally long ones. In
 * the order of the choice.
 *
 * There can be as many matches as pairs of tokens, so only candidates are looked at: of those that have come to the same place of
 * a pattern, the ones with the earliest start. When a match is taken, candidates that begin in it no longer count, and
 * what they stood for behind it is searched again, over no more tokens than the match has: all in proportion to the text.
 *
 * @param blocked one number per token, 1 for those that no match may have
 * @param options.more matches from elsewhere, which come behind those of the search for the same tokens
 */
export function selectLongest(
  blocked: Uint8Array,
  search: SearchBetween,
  options: { readonly more?: Iterable<FoundMatch> } = {},
): FoundMatch[] {
  const taken = blocked.slice();
  const heap = new Heap();
  const byEnd = new Map<number, Candidate[]>();
  let count = 0;
  const add = (match: FoundMatch, isSearched: boolean) => {
    const candidate = { match, isSearched, order: count++, isReplaced: false };
    heap.push(candidate);
    const others = byEnd.get(match.end);
    if (others === undefined) byEnd.set(match.end, [candidate]);
    else others.push(candidate);
  };
  for (let start = 0; start < taken.length; start++) {
    if (taken[start] === 1) continue;
    let end = start;
    while (end < taken.length && taken[end] === 0) end++;
    for (const match of search(start, end)) add(match, true);
    start = end;
  }
  for (const match of options.more ?? []) if (isFree(blocked, match)) add(match, false);

  const chosen: FoundMatch[] = [];
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const { start, end } = next.match;
    // What is taken is longer, so that it reaches over an end of what it overlaps.
    if (next.isReplaced || taken[start] === 1 || taken[end - 1] === 1) continue;
    taken.fill(1, start, end);
    chosen.push(next.match);
    // What began in the match, and reaches over its end, is no longer than it.
    let far = end;
    for (let at = end + 1; at < 2 * end - start && at <= taken.length && taken[at - 1] === 0; at++)
      if (byEnd.get(at)?.some(({ match }) => match.start < end) === true) far = at;
    for (let at = end + 1; at <= far; at++)
      for (const other of byEnd.get(at) ?? [])
        if (other.isSearched && other.match.start >= end) other.isReplaced = true;
    if (far > end) for (const match of search(end, far)) add(match, true);
  }
  return chosen;
}

function isFree(blocked: Uint8Array, { start, end }: FoundMatch): boolean {
  for (let i = start; i < end; i++) if (blocked[i] === 1) return false;
  return true;
}

function comesBefore(a: Candidate, b: Candidate): boolean {
  const [x, y] = [a.match, b.match];
  const longer = x.end - x.start - (y.end - y.start);
  if (longer !== 0) return longer > 0;
  if (x.start !== y.start) return x.start < y.start;
  if (a.isSearched !== b.isSearched) return a.isSearched;
  return a.order < b.order;
}

/** A binary heap of candidates, the next one first. */
class Heap {
  readonly #items: Candidate[] = [];

  push(item: Candidate): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(item, items[parent])) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): Candidate | undefined {
    const items = this.#items;
    const first = items[0];
    const moved = items.pop();
    if (moved === undefined || items.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && comesBefore(items[child + 1], items[child])) child++;
      if (!comesBefore(items[child], moved)) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = moved;
    return first;
  }
}
