import { heNormalInit } from "../initializers/he-normal";
import { mul } from "../operators/mul";
import { sigmoid } from "../operators/sigmoid";
import { defineDense, denseActivation } from "./dense-activation";

/** A dense layer and swish, `x sigmoid(x)`: Ramachandran et al. 2017. */
export const Swish = defineDense("Swish.v1", "A dense layer and swish.", (settings) =>
  denseActivation("swish", settings, { initW: heNormalInit, activation: (Y) => mul(Y, sigmoid(Y)) }),
);
