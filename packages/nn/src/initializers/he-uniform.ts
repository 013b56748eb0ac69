import { sizeOfShape, type Initializer } from "./initializer";

/** Evenly spread numbers scaled by fan-in (for rectifiers): thinc's `he_uniform_init`. */
export const heUniformInit: Initializer = (random, shape) => {
  const scale = Math.sqrt(6 / shape[1]);
  return Float32Array.from(random.uniform(-scale, scale, sizeOfShape(shape)));
};
