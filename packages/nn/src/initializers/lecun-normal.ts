import { defineValue } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Normally distributed numbers scaled by fan-in: thinc's `lecun_normal_init`. */
export const lecunNormalInit = defineValue<Initializer>(
  "initializers",
  "lecun_normal_init.v1",
  { summary: "Normal distribution scaled by fan-in." },
  (random, shape) => Float32Array.from(random.normal(0, Math.sqrt(1 / shape[1]), sizeOfShape(shape))),
);
