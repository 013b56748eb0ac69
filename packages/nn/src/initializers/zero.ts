import { sizeOfShape, type Initializer } from "./initializer";

export const zeroInit: Initializer = (_random, shape) => new Float32Array(sizeOfShape(shape));
