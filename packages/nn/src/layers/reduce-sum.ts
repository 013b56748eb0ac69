import type { Model } from "../model/model";
import { reduceLayer, type Span } from "./reduce";

/** The sum of the rows of each sequence; zeros for an empty one. */
export function reduceSum(): Model {
  return reduceLayer("reduce_sum", { forward, backward });
}

function forward(X: Float32Array, { start, end, width, sequence }: Span, Y: Float32Array): void {
  for (let row = start; row < end; row++)
    for (let i = 0; i < width; i++) Y[sequence * width + i] += X[row * width + i];
}

function backward(dY: Float32Array, { start, end, width, sequence }: Span, dX: Float32Array): void {
  for (let row = start; row < end; row++)
    for (let i = 0; i < width; i++) dX[row * width + i] = dY[sequence * width + i];
}
