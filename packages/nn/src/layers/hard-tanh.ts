import { ClippedLinear } from "./clipped-linear";
import { defineDense } from "./dense-activation";

/** A dense layer and `clip(x, -1, 1)`. */
export const HardTanh = defineDense("HardTanh.v1", "A dense layer clipped to [-1, 1].", (settings) =>
  ClippedLinear({ ...settings, min_val: -1, max_val: 1 }),
);
