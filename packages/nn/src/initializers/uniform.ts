import { sizeOfShape, type Initializer } from "./initializer";

/** Evenly spread numbers: thinc's `uniform_init`, -0.1 to 0.1 by default. */
export function uniformInit(options: { readonly lo?: number; readonly hi?: number } = {}): Initializer {
  const { lo = -0.1, hi = 0.1 } = options;
  return (random, shape) => Float32Array.from(random.uniform(lo, hi, sizeOfShape(shape)));
}
