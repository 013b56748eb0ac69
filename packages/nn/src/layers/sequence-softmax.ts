/** A softmax over each sequence of scores; scores are clipped to ±20, nothing is subtracted before (thinc's way). */
export function sequenceSoftmax(scores: Float32Array, lengths: Int32Array): Float32Array {
  const Y = new Float32Array(scores.length);
  let start = 0;
  for (const length of lengths) {
    const end = start + length;
    let sum = 0;
    for (let i = start; i < end; i++) {
      Y[i] = Math.exp(Math.min(20, Math.max(-20, scores[i])));
      sum += Y[i];
    }
    for (let i = start; i < end; i++) Y[i] /= sum;
    start = end;
  }
  return Y;
}

/** The gradient of the scores; it passes the clipping, as thinc's does. */
export function backpropSequenceSoftmax(
  dY: Float32Array,
  Y: Float32Array,
  lengths: Int32Array,
): Float32Array {
  const dX = new Float32Array(Y.length);
  let start = 0;
  for (const length of lengths) {
    const end = start + length;
    let sum = 0;
    for (let i = start; i < end; i++) {
      dX[i] = Y[i] * dY[i];
      sum += dX[i];
    }
    // In single precision: where one row takes all the weight, the difference is rounding, and thinc's rounding counts.
    for (let i = start; i < end; i++) dX[i] -= Math.fround(Y[i] * Math.fround(sum));
    start = end;
  }
  return dX;
}
