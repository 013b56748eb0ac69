import { defineValue } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Normally distributed numbers scaled by fan-in (for rectifiers): thinc's `he_normal_init`. */
export const heNormalInit = defineValue<Initializer>(
  "initializers",
  "he_normal_init.v1",
  { summary: "Normal distribution scaled by fan-in, for rectifiers." },
  (random, shape) => Float32Array.from(random.normal(0, Math.sqrt(2 / shape[1]), sizeOfShape(shape))),
);
