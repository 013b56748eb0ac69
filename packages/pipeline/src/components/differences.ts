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

/** Gold scores in the shape of those of the network. */
export interface Targets {
  readonly truths: Float32Array<ArrayBuffer>;
  /** 0 where nothing is known: no gradient, and no share of the loss. */
  readonly known: Uint8Array;
}

/** What scores differ from gold where it is known, and the sum of the squares. */
export function knownDifferences(
  scores: Tensor,
  { truths, known }: Targets,
): [gradient: Tensor, squares: number] {
  const gradient = new Float32Array(truths.length);
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) {
    if (known[i] === 0) continue;
    gradient[i] = (scores.data[i] as number) - truths[i];
    squares += gradient[i] * gradient[i];
  }
  return [tensor("float32", scores.shape, gradient), squares];
}
