import type { TransitionState } from "../transition-system";
import type { Beam } from "./beam";
import type { History } from "./history";
import { softmax } from "./softmax";

const { fround } = Math;

/** An analysis and the gradient of its score. */
export interface ScoredHistory {
  readonly history: History;
  readonly gradient: number;
}

/**
 * Remembers the step in which the best analysis that is wrong was furthest above the best one that is right, and what is learned from
 * it: the probabilities of all analyses there, minus those of the right ones among themselves, times the cost of the best one. Follows
 * the method `check_crf` of thinc's `MaxViolation`; Andor et al. 2016, Huang et al. 2012.
 */
export class LargestViolation {
  #cost = 0;
  #delta = -1;
  #found: ScoredHistory[] = [];

  get found(): readonly ScoredHistory[] {
    return this.#found;
  }

  check<S extends TransitionState>(predicted: Beam<S>, gold: Beam<S>): void {
    const [best] = predicted.candidates;
    const delta = best.score - gold.candidates[0].score;
    if (best.loss <= 0 || (this.#cost !== 0 && delta <= this.#delta)) return;
    const known = new Set(gold.candidates.map(({ history }) => history));
    const wrong = predicted.candidates.filter(({ loss }) => loss > 0);
    const right = [
      // The dynamic oracle may lead to a right analysis that the gold beam has not.
      ...predicted.candidates.filter(({ loss, history }) => loss <= 0 && !known.has(history)),
      ...gold.candidates.filter(({ loss }) => loss === 0),
    ];
    const all = softmax([...wrong, ...right].map(({ score }) => score));
    const among = softmax(right.map(({ score }) => score));
    this.#cost = best.loss;
    this.#delta = fround(delta);
    this.#found = [...wrong, ...right].map(({ history }, i) => ({
      history,
      gradient: (all[i] - (i < wrong.length ? 0 : among[i - wrong.length])) * best.loss,
    }));
  }
}
