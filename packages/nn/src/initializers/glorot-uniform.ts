import { defineValue } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Evenly spread numbers scaled by the mean of fan-in and fan-out: thinc's `glorot_uniform_init`. */
export const glorotUniformInit = defineValue<Initializer>(
  "initializers",
  "glorot_uniform_init.v1",
  { summary: "Uniform distribution scaled by fan-in and fan-out." },
  (random, shape) => {
    const scale = Math.sqrt(6 / (shape[0] + shape[1]));
    return Float32Array.from(random.uniform(-scale, scale, sizeOfShape(shape)));
  },
);
