import { defineLayer } from "../define-layer";
import { reduceLayer, type Span } from "./reduce";

/** The mean of the rows of each sequence; zeros for an empty one. */
export const reduceMean = defineLayer(
  "reduce_mean.v1",
  { summary: "The mean of each sequence.", settings: {} },
  () => reduceLayer("reduce_mean", { forward, backward }),
);

function forward(X: Float32Array, { start, end, width, sequence }: Span, Y: Float32Array): void {
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let row = start; row < end; row++) sum += X[row * width + i];
    Y[sequence * width + i] = sum / (end - start);
  }
}

function backward(dY: Float32Array, { start, end, width, sequence }: Span, dX: Float32Array): void {
  for (let row = start; row < end; row++)
    for (let i = 0; i < width; i++) dX[row * width + i] = dY[sequence * width + i] / (end - start);
}
