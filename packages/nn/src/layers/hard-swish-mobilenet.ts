import { heNormalInit } from "../initializers/he-normal";
import { add } from "../operators/add";
import { clip } from "../operators/clip";
import { mul } from "../operators/mul";
import { defineDense, denseActivation } from "./dense-activation";

/** A dense layer and `x clip(x + 3, 0, 6) / 6`: Howard et al. 2019. */
export const HardSwishMobilenet = defineDense(
  "HardSwishMobilenet.v1",
  "A dense layer and the hard swish of MobileNet.",
  (settings) =>
    denseActivation("hardswishmobilenet", settings, {
      initW: heNormalInit,
      activation: (Y) => mul(Y, mul(clip(add(Y, 3), { min: 0, max: 6 }), 1 / 6)),
    }),
);
