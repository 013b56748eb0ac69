import { ClippedLinear } from "./clipped-linear";
import { defineDense } from "./dense-activation";

/** A dense layer and `clip(0.2 x + 0.5, 0, 1)`. */
export const HardSigmoid = defineDense(
  "HardSigmoid.v1",
  "A dense layer and a piecewise linear sigmoid.",
  (settings) => ClippedLinear({ ...settings, slope: 0.2, offset: 0.5 }),
);
