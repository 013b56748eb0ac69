/**
 * Area under the ROC curve of one category: how well its scores rank the positive docs.
 * Follows `spacy.scorer.ROCAUCScore`: only a gold value of 1 is positive.
 */
export class ROCAUCScore {
  readonly #scores: number[] = [];
  readonly #golds: number[] = [];

  add(score: number, gold: number): void {
    this.#scores.push(score);
    this.#golds.push(gold);
  }

  /** The area, 0 to 1; undefined unless there are exactly two gold values, one of them 1. */
  get score(): number | undefined {
    if (new Set(this.#golds).size !== 2 || !this.#golds.includes(1)) return undefined;
    const order = this.#scores.map((_, i) => i).sort((a, b) => this.#scores[b] - this.#scores[a]);
    let [tp, fp, area, lastTp, lastFp] = [0, 0, 0, 0, 0];
    for (let k = 0; k < order.length; k++) {
      if (this.#golds[order[k]] === 1) tp++;
      else fp++;
      // Equal scores are one threshold: the curve goes straight over all of them.
      if (k + 1 < order.length && this.#scores[order[k + 1]] === this.#scores[order[k]]) continue;
      area += ((fp - lastFp) * (tp + lastTp)) / 2;
      [lastTp, lastFp] = [tp, fp];
    }
    return area / (tp * fp);
  }
}
