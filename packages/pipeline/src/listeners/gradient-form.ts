import { tensor, type Sequences } from "@x/nn";

/** How the gradients of several listeners are summed, for the outputs of one family of upstreams. */
export interface GradientForm<Outputs, Gradient> {
  /** The sum of no gradients. */
  zeros(outputs: Outputs): Gradient;
  /** Adds one listener's gradient to the sum; returns the sum of its squares. */
  add(sum: Gradient, part: Gradient): number;
}

/** The gradients of token vectors. */
export const sequencesForm: GradientForm<Sequences, Sequences> = {
  zeros: (outputs) => ({
    ...outputs,
    data: tensor("float32", outputs.data.shape, new Float32Array(outputs.data.data.length)),
  }),
  add: (sum, part) => addSquares(sum.data.data as Float32Array, part.data.data as Float32Array),
};

/** Adds an array to another one; returns the sum of the squares of what was added. */
export function addSquares(sum: Float32Array, part: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < sum.length; i++) {
    const value = part[i];
    sum[i] += value;
    squares += value * value;
  }
  return squares;
}
