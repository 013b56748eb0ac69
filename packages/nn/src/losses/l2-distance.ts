import type { Tensor } from "../graph/tensor";
import { sumOfSquares } from "../kernels/norm";
import { floatTensor } from "../model/values";
import { checkShapes } from "./check-shapes";

/** thinc's `L2Distance`: the gradient is the difference; the loss the sum of its squares. */
export class L2Distance {
  /** @param options `normalize` (default true): divide the gradient by the number of rows */
  constructor(readonly options: { readonly normalize?: boolean } = {}) {}

  call(guesses: Tensor, truths: Tensor): [gradient: Tensor, loss: number] {
    const gradient = this.getGrad(guesses, truths);
    return [gradient, sumOfSquares(gradient.data as Float32Array)];
  }

  getGrad(guesses: Tensor, truths: Tensor): Tensor {
    checkShapes("L2Distance", guesses, truths);
    const scale = (this.options.normalize ?? true) ? guesses.shape[0] : 1;
    const [a, b] = [guesses.data as Float32Array, truths.data as Float32Array];
    return floatTensor(
      guesses.shape,
      a.map((value, i) => Math.fround(value - b[i]) / scale),
    );
  }

  getLoss(guesses: Tensor, truths: Tensor): number {
    return this.call(guesses, truths)[1];
  }
}
