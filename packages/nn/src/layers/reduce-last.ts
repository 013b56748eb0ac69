import { defineLayer } from "../define-layer";
import { reduceLayer, type Span } from "./reduce";

/** The last row of each sequence. */
export const reduceLast = defineLayer(
  "reduce_last.v1",
  { summary: "The last row of each sequence.", settings: {} },
  () => reduceLayer("reduce_last", { forward, backward }),
);

function forward(X: Float32Array, { end, width, sequence }: Span, Y: Float32Array): void {
  for (let i = 0; i < width; i++) Y[sequence * width + i] = X[(end - 1) * width + i];
}

function backward(dY: Float32Array, { end, width, sequence }: Span, dX: Float32Array): void {
  for (let i = 0; i < width; i++) dX[(end - 1) * width + i] = dY[sequence * width + i];
}
