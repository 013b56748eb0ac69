export interface UpdateArrays {
  readonly weights: Float32Array;
  readonly grad: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export interface UpdateRates {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** A factor for the gradient, from clipping. */
  readonly scale: number;
  /** Steps of this parameter, this one included. */
  readonly steps: number;
}

/** Rectified Adam (Liu et al. 2020) as thinc computes it, which counts steps from 2. */
export function radamUpdate({ weights, grad, first, second }: UpdateArrays, rates: UpdateRates): void {
  const { beta1, beta2, eps, scale, rate } = rates;
  const steps = rates.steps + 1;
  const decayed = beta2 ** steps;
  const longest = 2 / (1 - beta2) - 1;
  const length = longest - (2 * steps * decayed) / (1 - decayed);
  const rectified = length >= 5;
  const rectifier = rectified
    ? Math.sqrt(
        ((((((1 - decayed) * (length - 4)) / (longest - 4)) * (length - 2)) / length) * longest) /
          (longest - 2),
      )
    : 1;
  const size = (rectifier / (1 - beta1 ** steps)) * rate;
  for (let i = 0; i < weights.length; i++) {
    const g = grad[i] * scale;
    const v = (second[i] = second[i] * beta2 + (1 - beta2) * g * g);
    const m = (first[i] = first[i] * beta1 + (1 - beta1) * g);
    weights[i] -= rectified ? (size * m) / (Math.sqrt(v) + eps) : size * m;
  }
}
