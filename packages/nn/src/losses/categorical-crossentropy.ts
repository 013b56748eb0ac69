import { define, extend, flag, withDefaults, type OptionsOf, type ValuesOf } from "@x/core/spi";
import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import { floatTensor } from "../model/values";
import { targetOf, truthSettings, type Truths } from "./classification-truths";
import { sumOfSquares } from "../kernels/norm";

const divided = {
  /** Divide the gradient by the number of rows (of sequences, where there are some). */
  normalize: flag(true),
};
const settings = extend(divided, truthSettings);
type Declared = typeof settings;
/** Settings of `CategoricalCrossentropy` and `SequenceCategoricalCrossentropy`. */
export interface CrossentropySettings extends Declared {}
export const crossentropySettings: CrossentropySettings = settings;
/** Options of `CategoricalCrossentropy` and `SequenceCategoricalCrossentropy`. */
export type CategoricalCrossentropyOptions = OptionsOf<CrossentropySettings>;

/**
 * thinc's `CategoricalCrossentropy`: the gradient is guess minus truth, for a softmax that takes it as that of its logits.
 *
 * What it calls the loss is the sum of the squares of the gradient.
 */
export class CategoricalCrossentropy {
  readonly options: ValuesOf<CrossentropySettings>;

  constructor(options: CategoricalCrossentropyOptions = {}) {
    this.options = withDefaults(crossentropySettings, options);
  }

  /** Gradient and loss. @param guesses `[rows, classes]`, between 0 and 1 */
  call(guesses: Tensor, truths: Truths): [gradient: Tensor, loss: number] {
    const gradient = this.getGrad(guesses, truths);
    return [gradient, sumOfSquares(gradient.data as Float32Array)];
  }

  /** Throws NN440 where truths and guesses do not fit. */
  getGrad(guesses: Tensor, truths: Truths): Tensor {
    const [rows, classes] = guesses.shape;
    const loss = "CategoricalCrossentropy";
    const { target, mask } = targetOf(truths, [rows, classes], { ...this.options, loss });
    const scale = this.options.normalize ? rows : 1;
    const gradient = new Float32Array(target.length);
    const scores = guesses.data as Float32Array;
    for (let i = 0; i < gradient.length; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1))
        throw errors.wrongLossInput(loss, `guesses must lie between 0 and 1, got ${scores[i]}.`);
      gradient[i] = (Math.fround(scores[i] - target[i]) * mask[i]) / scale;
    }
    return floatTensor([rows, classes], gradient);
  }

  getLoss(guesses: Tensor, truths: Truths): number {
    return this.call(guesses, truths)[1];
  }
}

/** What configs name. */
export const categoricalCrossentropy = define(
  "losses",
  "CategoricalCrossentropy.v3",
  { summary: "The same, with label smoothing.", settings: crossentropySettings },
  (options) => new CategoricalCrossentropy(options),
);
export const categoricalCrossentropyV2 = categoricalCrossentropy.as(
  "CategoricalCrossentropy.v2",
  { labelSmoothing: 0 },
  "The same, with negative labels.",
);
export const categoricalCrossentropyV1 = categoricalCrossentropy.as(
  "CategoricalCrossentropy.v1",
  { negPrefix: null, labelSmoothing: 0 },
  "Prediction minus truth, for exclusive classes.",
);
