import { define, flag, withDefaults, type OptionsOf, type ValuesOf } from "@x/core/spi";
import type { Tensor } from "../graph/tensor";
import { sumOfSquares } from "../kernels/norm";
import { floatTensor } from "../model/values";
import { checkShapes } from "./check-shapes";

const settings = {
  /** Divide the gradient by the number of rows. */
  normalize: flag(true),
};

/** thinc's `L2Distance`: the gradient is the difference; the loss the sum of its squares. */
export class L2Distance {
  readonly options: ValuesOf<typeof settings>;

  constructor(options: OptionsOf<typeof settings> = {}) {
    this.options = withDefaults(settings, options);
  }

  call(guesses: Tensor, truths: Tensor): [gradient: Tensor, loss: number] {
    const gradient = this.getGrad(guesses, truths);
    return [gradient, sumOfSquares(gradient.data as Float32Array)];
  }

  getGrad(guesses: Tensor, truths: Tensor): Tensor {
    checkShapes("L2Distance", guesses, truths);
    const scale = this.options.normalize ? guesses.shape[0] : 1;
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

/** What configs name. */
export const l2Distance = define(
  "losses",
  "L2Distance.v1",
  { summary: "The squared differences.", settings },
  (options) => new L2Distance(options),
);
