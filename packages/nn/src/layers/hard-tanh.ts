import type { Model } from "../model/model";
import { ClippedLinear } from "./clipped-linear";
import type { DenseOptions } from "./dense-activation";

/** A dense layer and `clip(x, -1, 1)`. */
export function HardTanh(options: DenseOptions = {}): Model {
  return ClippedLinear({ ...options, min_val: -1, max_val: 1 });
}
