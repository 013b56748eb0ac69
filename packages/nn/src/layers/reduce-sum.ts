import { defineLayer } from "../define-layer";
import { reduceLayer, type Span } from "./reduce";

/** The sum of the rows of each sequence; zeros for an empty one. */
export const reduceSum = defineLayer(
  "reduce_sum.v1",
  { summary: "The sum of each sequence.", settings: {} },
  () => reduceLayer("reduce_sum", { forward, backward }),
);

function forward(X: Float32Array, { start, end, width, sequence }: Span, Y: Float32Array): void {
  for (let row = start; row < end; row++)
    for (let i = 0; i < width; i++) Y[sequence * width + i] += X[row * width + i];
}

function backward(dY: Float32Array, { start, end, width, sequence }: Span, dX: Float32Array): void {
  for (let row = start; row < end; row++)
    for (let i = 0; i < width; i++) dX[row * width + i] = dY[sequence * width + i];
}
