/** Sequences of words, found in a text from left to right. */
interface Node {
  readonly next: Map<string, Node>;
  ends: boolean;
}

/** Tokens from `start` up to but without `end`. */
export interface TokenRange {
  readonly start: number;
  readonly end: number;
}

const makeNode = (): Node => ({ next: new Map(), ends: false });

/** Finds sequences of words among tokens: what spaCy's PhraseMatcher does by ORTH. */
export class PhraseTrie {
  readonly #root = makeNode();

  add(words: readonly string[]): void {
    if (words.length === 0) return;
    let node = this.#root;
    for (const word of words) {
      let next = node.next.get(word);
      if (next === undefined) node.next.set(word, (next = makeNode()));
      node = next;
    }
    node.ends = true;
  }

  /** Whether a sequence begins with the word. */
  opens(word: string): boolean {
    return this.#root.next.has(word);
  }

  /** All sequences that occur, also overlapping ones. */
  find(words: readonly { readonly text: string }[]): TokenRange[] {
    const found: TokenRange[] = [];
    for (let start = 0; start < words.length; start++) {
      let node = this.#root.next.get(words[start].text);
      for (let end = start + 1; node !== undefined; end++) {
        if (node.ends) found.push({ start, end });
        node = end < words.length ? node.next.get(words[end].text) : undefined;
      }
    }
    return found;
  }
}

/** Keeps the longest ranges, the first of equal ones; even a range that is left out blocks what overlaps it. */
export function withoutOverlaps(ranges: readonly TokenRange[]): TokenRange[] {
  const seen = new Set<number>();
  const kept: TokenRange[] = [];
  const longestFirst = [...ranges].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const range of longestFirst) {
    if (!seen.has(range.start) && !seen.has(range.end - 1)) kept.push(range);
    for (let i = range.start; i < range.end; i++) seen.add(i);
  }
  return kept.sort((a, b) => a.start - b.start);
}
