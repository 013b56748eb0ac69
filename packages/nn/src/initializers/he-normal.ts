import { sizeOfShape, type Initializer } from "./initializer";

/** Normally distributed numbers scaled by fan-in (for rectifiers): thinc's `he_normal_init`. */
export const heNormalInit: Initializer = (random, shape) =>
  Float32Array.from(random.normal(0, Math.sqrt(2 / shape[1]), sizeOfShape(shape)));
