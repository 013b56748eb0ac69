import { ClassScores, type UpperWeights } from "./class-scores";
import { StepBuffers } from "./step-buffers";
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
  /** Where the record of a training step is written; default: new ones. */
  readonly buffers?: StepBuffers;
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
  readonly buffers: StepBuffers;
  #hasMask = false;
  #beamLayer: StateLayer | undefined;

  constructor({ features, upper, isTrain, unseenClasses = [], hiddenMask, buffers }: StepModelOptions) {
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
    this.buffers = buffers ?? new StepBuffers({ nF, nO, classes: this.classCount });
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

  /**
   * Scores of a step of training, `[states, classes]`; what the backward pass needs of it is kept.
   *
   * @returns an array that the next call writes again
   */
  score(states: readonly TransitionState[]): Float32Array {
    const rows = states.length;
    const nO = this.#nO;
    const { context, hidden, which, masks } = this.buffers;
    const contextAt = context.append(rows);
    const at = hidden.append(rows);
    which.append(rows);
    masks.append(rows);
    for (let i = 0; i < rows; i++) {
      const idsAt = contextAt + i * this.contextSize;
      states[i].writeContext(context.data, idsAt, this.contextSize);
      this.layer.write(context.data, idsAt, hidden.data, at + i * nO, which.data);
    }
    const scores = this.buffers.scores(rows);
    if (this.#scores === undefined) scores.set(hidden.data.subarray(at, at + rows * nO));
    else {
      this.#dropOut(at, rows);
      for (let i = 0; i < rows; i++)
        this.#scores.writeAll(hidden.data, at + i * nO, { out: scores, outAt: i * this.classCount });
    }
    this.#lowerUnseen(scores);
    return scores;
  }

  /**
   * Scores of some states in prediction, `[states, classes]`. A single piece is rectified here as in training: so does spaCy where
   * it follows a beam.
   *
   * @returns an array that the next call writes again
   */
  scoreAll(states: readonly TransitionState[]): Float32Array {
    this.#beamLayer ??= new StateLayer(this.features, activationOf(this.features.nP, true));
    const scores = this.buffers.scores(states.length);
    const context = new Int32Array(this.contextSize);
    for (const [i, state] of states.entries()) {
      state.writeContext(context, 0, context.length);
      this.#beamLayer.write(context, 0, this.#hidden, 0);
      if (this.#scores === undefined) scores.set(this.#hidden, i * this.classCount);
      else this.#scores.writeAll(this.#hidden, 0, { out: scores, outAt: i * this.classCount });
    }
    this.#lowerUnseen(scores);
    return scores;
  }

  #dropOut(at: number, rows: number): void {
    const mask = this.#mask?.(rows, this.#nO);
    this.#hasMask ||= mask !== undefined;
    const hidden = this.buffers.hidden.data;
    const masks = this.buffers.masks.data;
    for (let k = 0; k < rows * this.#nO; k++) {
      const factor = mask === undefined ? 1 : mask[k];
      masks[at + k] = factor;
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
    this.learnFrom(dScores.length / this.classCount, (gradient) => gradient.set(dScores));
  }

  /** The same; `write` gets the place for the gradient, zeros. */
  learnFrom<T>(rows: number, write: (gradient: Float32Array) => T): T {
    const { dScores } = this.buffers;
    const at = dScores.append(rows);
    const gradient = dScores.data.subarray(at, at + rows * this.classCount).fill(0);
    const result = write(gradient);
    if (this.#hasUnseen)
      for (let k = 0; k < gradient.length; k++)
        if (this.#isUnseen[k % this.classCount] === 1) gradient[k] = 0;
    return result;
  }

  /** Everything since the model was made. */
  record(): StepRecord {
    const { context, hidden, which, masks, dScores } = this.buffers;
    return {
      rows: dScores.rows,
      context: context.values(),
      hidden: hidden.values(),
      which: which.values(),
      mask: this.#hasMask ? masks.values() : undefined,
      dScores: dScores.values(),
    };
  }
}

/** With one piece spaCy rectifies in training only; its weights are used as they were trained there. */
function activationOf(nP: number, isTrain: boolean): Activation {
  if (nP > 1) return "maxout";
  return isTrain ? "relu" : "none";
}
