import type { Model } from "../model/model";
import { ClippedLinear } from "./clipped-linear";
import type { DenseOptions } from "./dense-activation";

/** A dense layer and `clip(0.2 x + 0.5, 0, 1)`. */
export function HardSigmoid(options: DenseOptions = {}): Model {
  return ClippedLinear({ ...options, slope: 0.2, offset: 0.5 });
}
