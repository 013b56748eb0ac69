import { defineLayer } from "../define-layer";
import { reduceLayer, type Span } from "./reduce";

/** The first row of each sequence. */
export const reduceFirst = defineLayer(
  "reduce_first.v1",
  { summary: "The first row of each sequence.", settings: {} },
  () => reduceLayer("reduce_first", { forward, backward }),
);

function forward(X: Float32Array, { start, width, sequence }: Span, Y: Float32Array): void {
  for (let i = 0; i < width; i++) Y[sequence * width + i] = X[start * width + i];
}

function backward(dY: Float32Array, { start, width, sequence }: Span, dX: Float32Array): void {
  for (let i = 0; i < width; i++) dX[start * width + i] = dY[sequence * width + i];
}
