import type { RandomSource } from "../random/random-source";

/** Makes the first numbers of a parameter. Fan-in and fan-out are read off the first two axes, as thinc does. */
export type Initializer = (random: RandomSource, shape: readonly number[]) => Float32Array;

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
