import { defineValue } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Normally distributed numbers scaled by the mean of fan-in and fan-out: thinc's `glorot_normal_init`. */
export const glorotNormalInit = defineValue<Initializer>(
  "initializers",
  "glorot_normal_init.v1",
  { summary: "Normal distribution scaled by fan-in and fan-out." },
  (random, shape) =>
    Float32Array.from(random.normal(0, Math.sqrt(2 / (shape[0] + shape[1])), sizeOfShape(shape))),
);
