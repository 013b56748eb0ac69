import { errors } from "../errors";
import type { RandomSource } from "../random/random-source";

/** Makes the first numbers of a parameter. Fan-in and fan-out are read off the first two axes, as thinc does. */
export type Initializer = (random: RandomSource, shape: readonly number[]) => Float32Array;

/** Numbers of a parameter at most: 4 GB, where its gradient and moments take thrice as many. */
const mostNumbers = 2 ** 30;

/** @throws NN415 for more numbers than a parameter may have, before any memory is taken */
export function sizeOfShape(shape: readonly number[]): number {
  const size = shape.reduce((a, b) => a * b, 1);
  if (!(size <= mostNumbers)) throw errors.paramTooLarge(shape, mostNumbers);
  return size;
}
