import { defineValue } from "@x/core/spi";
import { sizeOfShape, type Initializer } from "./initializer";

/** Zeros, thinc's `zero_init.v1`. */
export const zeroInit = defineValue<Initializer>(
  "initializers",
  "zero_init.v1",
  { summary: "Zeros." },
  (_random, shape) => new Float32Array(sizeOfShape(shape)),
);
