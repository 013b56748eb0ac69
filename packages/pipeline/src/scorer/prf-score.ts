/** Precision, recall and F of one kind of thing, each 0 to 1. */
export interface Prf {
  readonly p: number;
  readonly r: number;
  readonly f: number;
}

/** Keeps divisions by zero at zero, as spaCy does. */
const tiny = 1e-100;

/** Counts true positives, false positives and false negatives. Follows `spacy.scorer.PRFScore`. */
export class PRFScore {
  tp = 0;
  fp = 0;
  fn = 0;

  /** Number of counted decisions; 0: nothing to score. */
  get length(): number {
    return this.tp + this.fp + this.fn;
  }

  /** Counts a set of predictions against the gold set; items are compared by key. */
  scoreSet(predicted: ReadonlySet<unknown>, gold: ReadonlySet<unknown>): void {
    let shared = 0;
    for (const item of predicted) if (gold.has(item)) shared++;
    this.tp += shared;
    this.fp += predicted.size - shared;
    this.fn += gold.size - shared;
  }

  add(other: PRFScore): void {
    this.tp += other.tp;
    this.fp += other.fp;
    this.fn += other.fn;
  }

  get precision(): number {
    return this.tp / (this.tp + this.fp + tiny);
  }

  get recall(): number {
    return this.tp / (this.tp + this.fn + tiny);
  }

  get fscore(): number {
    const { precision, recall } = this;
    return 2 * ((precision * recall) / (precision + recall + tiny));
  }

  toJson(): Prf {
    return { p: this.precision, r: this.recall, f: this.fscore };
  }
}

const noItems: ReadonlySet<string> = new Set();

/** Scores that are counted apart for every type, in order of appearance. */
export class PRFScores {
  readonly #scores = new Map<string, PRFScore>();

  /** The score of a type, made when first asked for. */
  of(type: string): PRFScore {
    let score = this.#scores.get(type);
    if (score === undefined) this.#scores.set(type, (score = new PRFScore()));
    return score;
  }

  /** Counts the sets of every type known so far. */
  scoreSets(
    predicted: ReadonlyMap<string, ReadonlySet<string>>,
    gold: ReadonlyMap<string, ReadonlySet<string>>,
  ): void {
    for (const [type, score] of this.#scores)
      score.scoreSet(predicted.get(type) ?? noItems, gold.get(type) ?? noItems);
  }

  /** All types together: the micro score. */
  total(): PRFScore {
    const total = new PRFScore();
    for (const score of this.#scores.values()) total.add(score);
    return total;
  }

  values(): PRFScore[] {
    return [...this.#scores.values()];
  }

  toJson(): Record<string, Prf> {
    return Object.fromEntries([...this.#scores].map(([type, score]) => [type, score.toJson()]));
  }
}

/** Adds an item to the set of its type. */
export function addTo(sets: Map<string, Set<string>>, type: string, item: string): void {
  const set = sets.get(type);
  if (set === undefined) sets.set(type, new Set([item]));
  else set.add(item);
}
