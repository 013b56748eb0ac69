import { define, flag, withDefaults, type OptionsOf, type ValuesOf } from "@x/core/spi";
import type { Tensor } from "../graph/tensor";
import { floatTensor } from "../model/values";
import { checkShapes } from "./check-shapes";

/** Keeps vectors of zeros away from a division by 0. */
const TINY = 1e-8;

const settings = {
  /** Divide gradient and loss by the number of rows. */
  normalize: flag(true),
  /** Rows of zeros in the truths do not count. */
  ignore_zeros: flag(false),
};

/** thinc's `CosineDistance`: the loss is the sum over rows of 1 minus the cosine, without the normalization of the gradient. */
export class CosineDistance {
  readonly options: ValuesOf<typeof settings>;

  constructor(options: OptionsOf<typeof settings> = {}) {
    this.options = withDefaults(settings, options);
  }

  call(guesses: Tensor, truths: Tensor): [gradient: Tensor, loss: number] {
    checkShapes("CosineDistance", guesses, truths);
    const { normalize, ignore_zeros } = this.options;
    const [rows, width] = guesses.shape;
    const [a, b] = [guesses.data as Float32Array, truths.data as Float32Array];
    const gradient = new Float32Array(a.length);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      let [dot, guess2, truth2, any] = [0, 0, 0, false];
      for (let i = start; i < start + width; i++) {
        const [g, t] = [Math.fround(a[i] + TINY), Math.fround(b[i] + TINY)];
        dot += g * t;
        guess2 += g * g;
        truth2 += t * t;
        any ||= b[i] !== 0;
      }
      if (ignore_zeros && !any) continue;
      const norms = Math.sqrt(guess2) * Math.sqrt(truth2);
      const cosine = dot / norms;
      loss += 1 - cosine;
      for (let i = start; i < start + width; i++) {
        const d = (b[i] + TINY) / norms - (cosine * (a[i] + TINY)) / guess2;
        gradient[i] = -d / (normalize ? rows : 1);
      }
    }
    return [floatTensor(guesses.shape, gradient), normalize ? loss / rows : loss];
  }

  getGrad(guesses: Tensor, truths: Tensor): Tensor {
    return this.call(guesses, truths)[0];
  }

  getLoss(guesses: Tensor, truths: Tensor): number {
    return this.call(guesses, truths)[1];
  }
}

/** What configs name. */
export const cosineDistance = define(
  "losses",
  "CosineDistance.v1",
  { summary: "One minus the cosine of two vectors.", settings },
  (options) => new CosineDistance(options),
);
