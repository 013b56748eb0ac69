import { sizeOfShape, type Initializer } from "./initializer";

/** Normally distributed numbers around 0: thinc's `normal_init`, whose argument `mean` is the standard deviation. */
export function normalInit(options: { readonly mean?: number } = {}): Initializer {
  const { mean: scale = 0 } = options;
  return (random, shape) => Float32Array.from(random.normal(0, scale, sizeOfShape(shape)));
}
