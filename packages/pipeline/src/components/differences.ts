import { tensor, type Tensor } from "@x/nn";

/** What scores differ from wanted ones, divided by a number. */
export function differences(scores: Tensor, wanted: Tensor, divisor = 1): Tensor {
  const target = wanted.data as Float32Array;
  const gradient = Float32Array.from(
    scores.data as Float32Array,
    (score, i) => Math.fround(score - target[i]) / divisor,
  );
  return tensor("float32", scores.shape, gradient);
}
