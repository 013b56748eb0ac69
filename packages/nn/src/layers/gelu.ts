import { heNormalInit } from "../initializers/he-normal";
import { add } from "../operators/add";
import { erf } from "../operators/erf";
import { mul } from "../operators/mul";
import { defineDense, denseActivation } from "./dense-activation";

/** A dense layer and GELU, `x Phi(x)`: Hendrycks and Gimpel 2016. */
export const Gelu = defineDense("Gelu.v1", "A dense layer and GELU.", (settings) =>
  denseActivation("gelu", settings, {
    initW: heNormalInit,
    activation: (Y) => mul(mul(Y, 0.5), add(erf(mul(Y, Math.SQRT1_2)), 1)),
  }),
);
