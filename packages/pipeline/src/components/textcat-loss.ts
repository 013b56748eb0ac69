/** Gold scores of categories, `[docs, labels]`. */
export interface CategoryTargets {
  readonly truths: Float32Array;
  /** 0 where nothing is known: no gradient, and no share of the loss. */
  readonly known: Uint8Array;
}

/** The differences of scores and gold, and the mean of their squares; what is not known counts in the mean, as in spaCy. */
export function textcatLoss(
  scores: Float32Array,
  { truths, known }: CategoryTargets,
): [gradient: Float32Array<ArrayBuffer>, loss: number] {
  const gradient = new Float32Array(truths.length);
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) {
    if (known[i] === 0) continue;
    gradient[i] = scores[i] - truths[i];
    sum += gradient[i] * gradient[i];
  }
  return [gradient, sum / gradient.length];
}
