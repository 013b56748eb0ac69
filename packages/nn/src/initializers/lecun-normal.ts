import { sizeOfShape, type Initializer } from "./initializer";

/** Normally distributed numbers scaled by fan-in: thinc's `lecun_normal_init`. */
export const lecunNormalInit: Initializer = (random, shape) =>
  Float32Array.from(random.normal(0, Math.sqrt(1 / shape[1]), sizeOfShape(shape)));
