import { ClassScores, type UpperWeights } from "./class-scores";
import { RowBuffer } from "./row-buffer";
import { StateLayer, type Activation, type StateFeatures } from "./state-layer";
import type { TransitionState } from "./transition-system";

/** Gives the dropout mask of some rows of the hidden layer, values 0 and 1 / (1 - rate); undefined keeps all. */
export type HiddenMask = (rows: number, width: number) => Float32Array | undefined;

/** Options of `StepModel`. */
export interface StepModelOptions {
  readonly features: StateFeatures;
  /** undefined: the hidden layer is the scores. */
  readonly upper?: UpperWeights;
  readonly isTrain: boolean;
  /** Classes that no gold action ever had; they score lowest and get no gradient. */
  readonly unseenClasses?: Iterable<number>;
  /** Training only. */
  readonly hiddenMask?: HiddenMask;
}

/** All that the backward pass needs, one row a scored state. */
export interface StepRecord {
  readonly rows: number;
  /** `[rows, nF]` */
  readonly context: Int32Array;
  /** `[rows, nO]`, after dropout. */
  readonly hidden: Float32Array;
  /** `[rows, nO]` */
  readonly which: Uint8Array;
  /** `[rows, nO]` */
  readonly mask: Float32Array | undefined;
  /** `[rows, classes]` */
  readonly dScores: Float32Array;
}

/**
 * Scores states of one batch of docs, whose tokens are precomputed. Follows spaCy's `ParserStepModel`, but takes the
 * gradients of all steps back together: weights do not change in between, and few large products beat many small ones.
 */
export class StepModel {
  readonly contextSize: number;
  readonly classCount: number;
  /** What the tokens of the batch add to states. */
  readonly features: StateFeatures;
  readonly layer: StateLayer;
  readonly #nO: number;
  readonly #scores: ClassScores | undefined;
  readonly #best: Float32Array;
  readonly #isUnseen: Uint8Array;
  readonly #hasUnseen: boolean;
  readonly #mask: HiddenMask | undefined;
  readonly #hidden: Float32Array;
  readonly #context: RowBuffer<Int32Array>;
  readonly #hiddens: RowBuffer<Float32Array>;
  readonly #which: RowBuffer<Uint8Array>;
  readonly #masks: RowBuffer<Float32Array>;
  readonly #dScores: RowBuffer<Float32Array>;
  #hasMask = false;

  constructor({ features, upper, isTrain, unseenClasses = [], hiddenMask }: StepModelOptions) {
    const { nF, nO, nP } = features;
    this.contextSize = nF;
    this.features = features;
    this.classCount = upper === undefined ? nO : upper.b.length;
    this.layer = new StateLayer(features, activationOf(nP, isTrain));
    this.#nO = nO;
    this.#scores = upper === undefined ? undefined : new ClassScores(upper);
    this.#best = new Float32Array(this.classCount);
    this.#isUnseen = new Uint8Array(this.classCount);
    for (const action of unseenClasses) this.#isUnseen[action] = 1;
    this.#hasUnseen = this.#isUnseen.includes(1);
    this.#mask = hiddenMask;
    this.#hidden = new Float32Array(nO);
    this.#context = new RowBuffer((size) => new Int32Array(size), nF);
    this.#hiddens = new RowBuffer((size) => new Float32Array(size), nO);
    this.#which = new RowBuffer((size) => new Uint8Array(size), nO);
    this.#masks = new RowBuffer((size) => new Float32Array(size), nO);
    this.#dScores = new RowBuffer((size) => new Float32Array(size), this.classCount);
  }

  /** Whether no gold action ever had a class. */
  isUnseen(action: number): boolean {
    return this.#isUnseen[action] === 1;
  }

  /** The best of the first `count` classes in `valid`; the first of equals. */
  best(context: Int32Array, valid: Int32Array, count: number): number {
    const hidden = this.#hidden;
    const scores = this.#best;
    this.layer.write(context, 0, hidden, 0);
    if (this.#scores === undefined) scores.set(hidden);
    else this.#scores.writeSome(hidden, { classes: valid, count, out: scores });
    let best = -1;
    let bestScore = 0;
    for (let k = 0; k < count; k++) {
      if (this.#hasUnseen && this.#isUnseen[valid[k]] === 1) continue;
      if (best < 0 || scores[valid[k]] > bestScore) {
        best = valid[k];
        bestScore = scores[best];
      }
    }
    return best < 0 ? valid[0] : best;
  }

  /** Scores of a step of training, `[states, classes]`; what the backward pass needs of it is kept. */
  score(states: readonly TransitionState[]): Float32Array {
    const rows = states.length;
    const nO = this.#nO;
    const contextAt = this.#context.append(rows);
    const at = this.#hiddens.append(rows);
    this.#which.append(rows);
    this.#masks.append(rows);
    const [context, hidden, which] = [this.#context.data, this.#hiddens.data, this.#which.data];
    states.forEach((state, i) => {
      const idsAt = contextAt + i * this.contextSize;
      state.writeContext(context, idsAt, this.contextSize);
      this.layer.write(context, idsAt, hidden, at + i * nO, which);
    });
    if (this.#scores === undefined) {
      const scores = hidden.slice(at, at + rows * nO);
      this.#lowerUnseen(scores);
      return scores;
    }
    this.#dropOut(hidden, at, rows);
    const scores = new Float32Array(rows * this.classCount);
    for (let i = 0; i < rows; i++)
      this.#scores.writeAll(hidden, at + i * nO, { out: scores, outAt: i * this.classCount });
    this.#lowerUnseen(scores);
    return scores;
  }

  #dropOut(hidden: Float32Array, at: number, rows: number): void {
    const mask = this.#mask?.(rows, this.#nO);
    this.#hasMask ||= mask !== undefined;
    for (let k = 0; k < rows * this.#nO; k++) {
      const factor = mask === undefined ? 1 : mask[k];
      this.#masks.data[at + k] = factor;
      hidden[at + k] *= factor;
    }
  }

  /** Classes that were never seen score as low as the lowest of the batch. */
  #lowerUnseen(scores: Float32Array): void {
    if (!this.#hasUnseen) return;
    let lowest = Infinity;
    for (const score of scores) if (score < lowest) lowest = score;
    for (let k = 0; k < scores.length; k++) if (this.#isUnseen[k % this.classCount] === 1) scores[k] = lowest;
  }

  /** Takes the gradient of the scores of the last step. */
  learn(dScores: Float32Array): void {
    const at = this.#dScores.append(dScores.length / this.classCount);
    this.#dScores.data.set(dScores, at);
    if (!this.#hasUnseen) return;
    for (let k = 0; k < dScores.length; k++)
      if (this.#isUnseen[k % this.classCount] === 1) this.#dScores.data[at + k] = 0;
  }

  /** Everything since the model was made. */
  record(): StepRecord {
    return {
      rows: this.#dScores.rows,
      context: this.#context.values(),
      hidden: this.#hiddens.values(),
      which: this.#which.values(),
      mask: this.#hasMask ? this.#masks.values() : undefined,
      dScores: this.#dScores.values(),
    };
  }
}

/** With one piece spaCy rectifies in training only; its weights are used as they were trained there. */
function activationOf(nP: number, isTrain: boolean): Activation {
  if (nP > 1) return "maxout";
  return isTrain ? "relu" : "none";
}
