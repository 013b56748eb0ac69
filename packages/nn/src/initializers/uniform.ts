import { define, number } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Evenly spread numbers: thinc's `uniform_init`. */
export const uniformInit = define(
  "initializers",
  "uniform_init.v1",
  {
    summary: "Uniform distribution between two bounds.",
    settings: {
      /** The lower bound. */
      lo: number(-0.1),
      /** The upper bound. */
      hi: number(0.1),
    },
  },
  ({ lo, hi }): Initializer =>
    (random, shape) =>
      Float32Array.from(random.uniform(lo, hi, sizeOfShape(shape))),
);
