import { heNormalInit } from "../initializers/he-normal";
import type { Model } from "../model/model";
import { mul } from "../operators/mul";
import { sigmoid } from "../operators/sigmoid";
import { denseActivation, type DenseOptions } from "./dense-activation";

/** A dense layer and swish, `x sigmoid(x)`: Ramachandran et al. 2017. */
export function Swish(options: DenseOptions = {}): Model {
  return denseActivation("swish", options, { initW: heNormalInit, activation: (Y) => mul(Y, sigmoid(Y)) });
}
