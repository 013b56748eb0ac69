import { heNormalInit } from "../initializers/he-normal";
import { add } from "../operators/add";
import { clip } from "../operators/clip";
import { mul } from "../operators/mul";
import { defineDense, denseActivation } from "./dense-activation";

/** A dense layer and `x clip(0.2 x + 0.5, 0, 1)`. */
export const HardSwish = defineDense(
  "HardSwish.v1",
  "A dense layer and swish with a hard sigmoid.",
  (settings) =>
    denseActivation("hardswish", settings, {
      initW: heNormalInit,
      activation: (Y) => mul(Y, clip(add(mul(Y, 0.2), 0.5), { min: 0, max: 1 })),
    }),
);
