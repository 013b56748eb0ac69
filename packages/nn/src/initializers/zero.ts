import { sizeOfShape, type Initializer } from "./initializer";

/** Zeros, thinc's `zero_init.v1`. */
export const zeroInit: Initializer = (_random, shape) => new Float32Array(sizeOfShape(shape));
