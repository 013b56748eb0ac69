import { defineValue } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Evenly spread numbers scaled by fan-in: thinc's `lecun_uniform_init`. */
export const lecunUniformInit = defineValue<Initializer>(
  "initializers",
  "lecun_uniform_init.v1",
  { summary: "Uniform distribution scaled by fan-in." },
  (random, shape) => {
    const scale = Math.sqrt(3 / shape[1]);
    return Float32Array.from(random.uniform(-scale, scale, sizeOfShape(shape)));
  },
);
