import type { Tensor } from "../graph/tensor";
import { floatTensor } from "../model/values";
import { checkShapes } from "./check-shapes";

/** Keeps vectors of zeros away from a division by 0. */
const TINY = 1e-8;

/** thinc's `CosineDistance`: the loss is the sum over rows of 1 minus the cosine, without the normalization of the gradient. */
export class CosineDistance {
  /** @param options `normalize` (default true): divide gradient and loss by the number of rows; `ignore_zeros` (default false): rows of zeros in the truths do not count */
  constructor(readonly options: { readonly normalize?: boolean; readonly ignore_zeros?: boolean } = {}) {}

  call(guesses: Tensor, truths: Tensor): [gradient: Tensor, loss: number] {
    checkShapes("CosineDistance", guesses, truths);
    const { normalize = true, ignore_zeros = false } = this.options;
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
