import { errors } from "../../errors";
import type { TransitionState, TransitionSystem } from "../transition-system";
import { History } from "./history";
import { softmax } from "./softmax";

const { fround } = Math;

/** Options of `Beam`. */
export interface BeamOptions {
  /** Analyses that are kept. */
  readonly width: number;
  /** Analyses less likely than the mean by this factor are dropped; 0 drops none. */
  readonly density?: number;
  /** Where histories begin: of beams that are compared, the same one. */
  readonly root?: History;
}

/** One analysis of a document, as far as it goes. */
export interface Candidate<S> {
  readonly state: S;
  /** Sum of the scores of its actions. */
  score: number;
  /** Sum of the costs of its actions, in training. */
  loss: number;
  history: History;
}

/** What is known about the actions of the unfinished candidates of a beam. */
export interface ActionTable {
  /** Scores of all classes, one row a candidate in `rows`. */
  readonly scores: Float32Array;
  /** Row of each candidate, in their order; candidates that are finished have none. */
  readonly rows: ArrayLike<number>;
  /** The classes that a candidate may take, and their number. */
  listActions(candidate: number, valid: Int32Array): number;
  /** What an action costs that was listed; default: nothing. */
  costOf?(candidate: number, action: number): number;
}

/**
 * The best analyses of one document side by side: each step extends all of them by all valid actions and keeps the best. Analyses that
 * are finished grow by the mean score of their actions, so that they can be compared with longer ones. Follows thinc's `Beam`: numbers
 * are of single precision, and of equals the later one comes first.
 */
export class Beam<S extends TransitionState> {
  /** The best first. */
  candidates: Candidate<S>[];
  readonly #system: TransitionSystem<S>;
  readonly #width: number;
  readonly #density: number;
  readonly #valid: Int32Array;
  #steps = 0;
  /** States that are free. */
  #spare: S[] = [];

  /** @throws P509 for a width below 1 or a density below 0 */
  constructor(
    system: TransitionSystem<S>,
    first: S,
    { width, density = 0, root = History.root() }: BeamOptions,
  ) {
    if (!Number.isInteger(width) || width < 1)
      throw errors.wrongBeam("width", width, "whole numbers from 1 on");
    if (!(density >= 0)) throw errors.wrongBeam("density", density, "numbers from 0 on");
    this.#system = system;
    this.#width = width;
    this.#density = fround(density);
    this.#valid = new Int32Array(system.classCount);
    this.candidates = [{ state: first, score: 0, loss: 0, history: root }];
  }

  get isDone(): boolean {
    return this.candidates.every(({ state }) => state.isFinal);
  }

  /** How likely each candidate is among all of them. */
  get probabilities(): number[] {
    return softmax(this.candidates.map(({ score }) => score));
  }

  /** Takes one step. Where no candidate has a valid action, the best one is ended. */
  advance(table: ActionTable): void {
    const found = this.#extensions(table);
    const { candidates } = this;
    if (found.length === 0) {
      const [best] = candidates;
      best.state.forceFinal();
      this.candidates = [best];
      return;
    }
    const uses = new Map<Candidate<S>, number>();
    for (const { parent } of found) uses.set(parent, (uses.get(parent) ?? 0) + 1);
    for (const candidate of candidates) if (!uses.has(candidate)) this.#spare.push(candidate.state);
    this.candidates = found.map(({ parent, action, score, cost }) => {
      if (action < 0) return { ...parent, score };
      const left = uses.get(parent)! - 1;
      uses.set(parent, left);
      // The last extension of an analysis may have its state.
      const state = left === 0 ? parent.state : this.#copy(parent.state);
      this.#system.apply(state, action);
      return { state, score, loss: fround(parent.loss + cost), history: parent.history.with(action) };
    });
    this.#steps++;
  }

  #copy(state: S): S {
    const spare = this.#spare.pop();
    if (spare === undefined) return state.copy();
    spare.assign(state);
    return spare;
  }

  /** The best extensions, the best first. */
  #extensions({ scores, rows, listActions, costOf }: ActionTable): Extension<S>[] {
    const best = new BestOf(this.#width);
    const all: number[] = [];
    const { candidates } = this;
    const { classCount } = this.#system;
    let unfinished = 0;
    candidates.forEach(({ state, score, history }, i) => {
      if (state.isFinal) {
        const grown = history.length === 0 ? score : fround(score + fround(score / this.#steps));
        best.add(grown, i * classCount);
        all.push(grown);
        return;
      }
      const from = rows[unfinished++] * classCount;
      const count = listActions(i, this.#valid);
      for (let k = 0; k < count; k++) {
        const action = this.#valid[k];
        const sum = fround(score + scores[from + action]);
        best.add(sum, i * classCount + action);
        all.push(sum);
      }
    });
    return best.scoredAbove(this.#leastScore(all)).map(({ score, place }) => {
      const index = Math.floor(place / classCount);
      const parent = candidates[index];
      const action = parent.state.isFinal ? -1 : place - index * classCount;
      return { parent, action, score, cost: action < 0 ? 0 : (costOf?.(index, action) ?? 0) };
    });
  }

  /** Says which scores are likely enough. */
  #leastScore(all: readonly number[]): (score: number) => boolean {
    if (this.#density === 0 || all.length === 0) return () => true;
    let largest = all[0];
    for (const score of all) if (score > largest) largest = score;
    let sum = 0;
    for (const score of all) sum += Math.exp(score - largest);
    const cutoff = (1 / sum) * this.#density;
    return (score) => Math.exp(score - largest) / sum >= cutoff;
  }
}

interface Extension<S> {
  readonly parent: Candidate<S>;
  /** -1: the analysis is finished and stays as it is. */
  readonly action: number;
  readonly score: number;
  readonly cost: number;
}

/** The largest scores of many, the largest first; of equals the one at the last place first. */
class BestOf {
  readonly #scores: number[] = [];
  readonly #places: number[] = [];

  constructor(readonly size: number) {}

  /** Places must ascend. */
  add(score: number, place: number): void {
    const [scores, places] = [this.#scores, this.#places];
    let at = scores.length;
    if (at === this.size) {
      if (score < scores[at - 1]) return;
      at--;
    }
    for (; at > 0 && scores[at - 1] <= score; at--) {
      scores[at] = scores[at - 1];
      places[at] = places[at - 1];
    }
    scores[at] = score;
    places[at] = place;
  }

  scoredAbove(isEnough: (score: number) => boolean): { readonly score: number; readonly place: number }[] {
    const found = [];
    for (const [i, score] of this.#scores.entries())
      if (isEnough(score)) found.push({ score, place: this.#places[i] });
    return found;
  }
}
