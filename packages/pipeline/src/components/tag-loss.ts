/** What a token's gold tag says about the classes. */
export interface TagTargets {
  /** For each token the class, -1 where nothing is known. */
  readonly classes: Int32Array;
  /** 1 where the class is known *not* to be the right one. */
  readonly negative: Uint8Array;
}

/**
 * Gradient of the cross-entropy over softmax outputs with respect to the logits, summed over tokens (not averaged), and the
 * "loss" that spaCy reports: the sum of the squared gradient.
 *
 * Tokens without gold get no gradient; a negative gold only moves its own class.
 *
 * @param probabilities `[tokens, classes]`, row-major
 */
export function tagLoss(
  probabilities: Float32Array,
  { classes, negative }: TagTargets,
  { size, labelSmoothing = 0 }: { readonly size: number; readonly labelSmoothing?: number },
): { readonly gradient: Float32Array; readonly loss: number } {
  const gradient = new Float32Array(probabilities.length);
  const other = Math.fround(size > 1 ? labelSmoothing / (size - 1) : 0);
  const right = Math.fround(1 - labelSmoothing);
  let loss = 0;
  for (let token = 0, row = 0; token < classes.length; token++, row += size) {
    const gold = classes[token];
    if (gold < 0) continue;
    if (negative[token] === 1) {
      const value = probabilities[row + gold];
      gradient[row + gold] = value;
      loss += value * value;
      continue;
    }
    for (let i = 0; i < size; i++) {
      const value = Math.fround(probabilities[row + i] - (i === gold ? right : other));
      gradient[row + i] = value;
      loss += value * value;
    }
  }
  return { gradient, loss };
}

/** The index of the largest value of each row; the first one wins a tie. */
export function argmaxRows(values: Float32Array, size: number): Int32Array {
  const result = new Int32Array(size === 0 ? 0 : values.length / size);
  for (let row = 0, at = 0; row < result.length; row++, at += size) {
    let best = 0;
    let most = values[at];
    for (let i = 1; i < size; i++)
      if (values[at + i] > most) {
        most = values[at + i];
        best = i;
      }
    result[row] = best;
  }
  return result;
}
