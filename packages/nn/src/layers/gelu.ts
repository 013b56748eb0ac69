import { heNormalInit } from "../initializers/he-normal";
import type { Model } from "../model/model";
import { add } from "../operators/add";
import { erf } from "../operators/erf";
import { mul } from "../operators/mul";
import { denseActivation, type DenseOptions } from "./dense-activation";

/** A dense layer and GELU, `x Phi(x)`: Hendrycks and Gimpel 2016. */
export function Gelu(options: DenseOptions = {}): Model {
  return denseActivation("gelu", options, {
    initW: heNormalInit,
    activation: (Y) => mul(mul(Y, 0.5), add(erf(mul(Y, Math.SQRT1_2)), 1)),
  });
}
