import { defineValue } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Evenly spread numbers scaled by fan-in (for rectifiers): thinc's `he_uniform_init`. */
export const heUniformInit = defineValue<Initializer>(
  "initializers",
  "he_uniform_init.v1",
  { summary: "Uniform distribution scaled by fan-in, for rectifiers." },
  (random, shape) => {
    const scale = Math.sqrt(6 / shape[1]);
    return Float32Array.from(random.uniform(-scale, scale, sizeOfShape(shape)));
  },
);
