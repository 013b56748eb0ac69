import { define, withDefaults, type ValuesOf } from "@x/core/spi";
import { errors } from "../errors";
import { sumOfSquares } from "../kernels/norm";
import { floatTensor, withData, type Sequences } from "../model/values";
import {
  CategoricalCrossentropy,
  crossentropySettings,
  type CategoricalCrossentropyOptions,
  type CrossentropySettings,
} from "./categorical-crossentropy";
import type { Truths } from "./classification-truths";

/** thinc's `SequenceCategoricalCrossentropy`: the same for sequences; `normalize` divides by the number of sequences. */
export class SequenceCategoricalCrossentropy {
  readonly options: ValuesOf<CrossentropySettings>;
  readonly #each: CategoricalCrossentropy;

  constructor(options: CategoricalCrossentropyOptions = {}) {
    this.options = withDefaults(crossentropySettings, options);
    this.#each = new CategoricalCrossentropy({ ...options, normalize: false });
  }

  /** Gradient and loss. @param truths one entry a sequence */
  call(guesses: Sequences, truths: readonly Truths[]): [gradient: Sequences, loss: number] {
    const gradient = this.getGrad(guesses, truths);
    return [gradient, sumOfSquares(gradient.data.data as Float32Array)];
  }

  /** Throws NN440 where truths and guesses do not fit. */
  getGrad(guesses: Sequences, truths: readonly Truths[]): Sequences {
    const { lengths, data } = guesses;
    if (lengths.length !== truths.length)
      throw errors.wrongLossInput(
        "SequenceCategoricalCrossentropy",
        `${lengths.length} sequences of guesses need as many of truths, got ${truths.length}.`,
      );
    const classes = data.shape[1];
    const scores = data.data as Float32Array;
    const gradient = new Float32Array(scores.length);
    let start = 0;
    truths.forEach((truth, i) => {
      const end = start + lengths[i] * classes;
      const part = floatTensor([lengths[i], classes], scores.subarray(start, end));
      gradient.set(this.#each.getGrad(part, truth).data as Float32Array, start);
      start = end;
    });
    if (this.options.normalize) for (let i = 0; i < gradient.length; i++) gradient[i] /= truths.length;
    return withData(guesses, floatTensor(data.shape, gradient));
  }

  getLoss(guesses: Sequences, truths: readonly Truths[]): number {
    return this.call(guesses, truths)[1];
  }
}

/** What configs name. */
export const sequenceCategoricalCrossentropy = define(
  "losses",
  "SequenceCategoricalCrossentropy.v3",
  { summary: "The same, with label smoothing.", settings: crossentropySettings },
  (options) => new SequenceCategoricalCrossentropy(options),
);
export const sequenceCategoricalCrossentropyV2 = sequenceCategoricalCrossentropy.as(
  "SequenceCategoricalCrossentropy.v2",
  { missingValue: null, labelSmoothing: 0 },
  "The same, with negative labels.",
);
export const sequenceCategoricalCrossentropyV1 = sequenceCategoricalCrossentropy.as(
  "SequenceCategoricalCrossentropy.v1",
  { missingValue: null, negPrefix: null, labelSmoothing: 0 },
  "Cross-entropy for sequences of predictions.",
);
