import type { Tensor } from "../graph/tensor";
import type { SymbolicLoss } from "../model/update-model";
import { mul } from "../operators/mul";
import { sub } from "../operators/sub";

/**
 * The loss of a classifier with thinc's softmax, for `model.update`: the gradient is `(Y - target) * mask`.
 *
 * Feeds: `target` and `mask`, both `[N, classes]`; output `difference`, the gradient itself, of which `sumOfSquaredDifferences` is the loss.
 */
export const classificationLoss: SymbolicLoss<"difference"> = {
  name: "classification",
  build(scope, Y) {
    const target = scope.feed("target", "float32", Y.value.shape);
    const mask = scope.feed("mask", "float32", Y.value.shape);
    const difference = mul(sub(Y.value, target), mask);
    return { gradient: difference, outputs: { difference } };
  },
};

/** What thinc reports as the loss: the squares of the differences, summed in doubles. */
export function sumOfSquaredDifferences(difference: Tensor): number {
  let sum = 0;
  for (const value of difference.data as Float32Array) sum += value * value;
  return sum;
}
