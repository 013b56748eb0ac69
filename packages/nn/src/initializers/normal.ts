import { define, number } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Normally distributed numbers around 0: thinc's `normal_init`, whose argument `mean` is the standard deviation. */
export const normalInit = define(
  "initializers",
  "normal_init.v1",
  {
    summary: "Normal distribution around 0; `mean` is the standard deviation, as in thinc.",
    settings: {
      /** The standard deviation. */
      mean: number(0),
    },
  },
  ({ mean: scale }): Initializer =>
    (random, shape) =>
      Float32Array.from(random.normal(0, scale, sizeOfShape(shape))),
);
