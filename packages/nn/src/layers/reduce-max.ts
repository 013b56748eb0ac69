import { defineLayer } from "../define-layer";
import { reduceLayer, type Span } from "./reduce";

/** The largest of each column of a sequence; the first row of equals takes the gradient. */
export const reduceMax = defineLayer(
  "reduce_max.v1",
  { summary: "The maximum over each sequence.", settings: {} },
  () => reduceLayer("reduce_max", { forward, backward }),
);

function forward(X: Float32Array, { start, end, width, sequence }: Span, Y: Float32Array): void {
  for (let i = 0; i < width; i++) {
    let largest = X[start * width + i];
    for (let row = start + 1; row < end; row++) largest = Math.max(largest, X[row * width + i]);
    Y[sequence * width + i] = largest;
  }
}

function backward(
  dY: Float32Array,
  { start, end, width, sequence }: Span,
  dX: Float32Array,
  { X, Y }: { readonly X: Float32Array; readonly Y: Float32Array },
): void {
  for (let i = 0; i < width; i++)
    for (let row = start; row < end; row++)
      if (X[row * width + i] === Y[sequence * width + i]) {
        dX[row * width + i] = dY[sequence * width + i];
        break;
      }
}
